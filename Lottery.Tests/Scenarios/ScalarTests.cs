using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lottery.Tests.Infrastructure;
using Lottery.Tests.Infrastructure.Databases;
using Microsoft.Playwright;

namespace Lottery.Tests.Scenarios;

/// <summary>The reference as somebody uses it who has a browser and nothing else. Pictures of it go to
/// <c>artifacts/screenshots</c>.</summary>
[TestClass]
public sealed partial class ScalarTests
{
    // Nothing that a browser asks for by itself.
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    [TestMethod]
    public async Task A_seller_opens_the_reference_gives_its_token_and_sells_a_ticket()
    {
        var chromium = PrivateServer.Find("chromium", "/usr/bin", "/usr/local/bin");
        await using var api = await ApiProcess.Start();
        using var seller = await api.LogIn("VENDEDOR");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Quiet });
        var page = await browser.NewPageAsync(
            new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1400, Height = 900 } });
        page.SetDefaultTimeout(60_000);
        var asked = new ConcurrentQueue<string>();
        page.Request += (_, request) => asked.Enqueue(request.Url);

        await page.GotoAsync($"{api.Address}scalar#tag/tickets/POST/api/v1/tickets");
        await page.GetByPlaceholder("Token").First.FillAsync(seller.Token!);
        await Picture(page, "scalar-operation.png");
        await page.GetByRole(AriaRole.Button, new() { Name = "(post /api/v1/tickets)" }).First.ClickAsync();
        var body = page.Locator(".cm-content").Filter(new() { HasText = "jugadas" }).Last;
        await body.ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(await Ticket(seller));
        await page.GetByRole(AriaRole.Button, new() { NameRegex = SendButton() }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "200 OK" }).First.WaitForAsync();
        var answer = page.Locator(".cm-content").Filter(new() { HasText = "ticketNumber" }).Last;
        var shown = await answer.InnerTextAsync();
        await Picture(page, "scalar-ticket.png");

        var sold = (await seller.Get($"/tickets/{Id().Match(shown).Groups[1].Value}")).Data;
        Assert.Contains(sold.Text("ticketNumber"), shown);
        Assert.AreEqual("ACTIVE", sold.Text("status"));
        // The page is whole without anybody else's server.
        Assert.IsEmpty(asked.Where(url => url.StartsWith("http", StringComparison.Ordinal)
            && !url.StartsWith(api.Address.ToString(), StringComparison.Ordinal)).ToList());
    }

    private static async Task<string> Ticket(ApiClient seller)
    {
        var sorteo = (await seller.Get("/sorteos?status=OPEN&pageSize=100")).Data.EnumerateArray()
            .MaxBy(one => one.Text("scheduledAt"), StringComparer.Ordinal);
        return JsonSerializer.Serialize(HeldSorteo.Ticket(sorteo), Readable);
    }

    private static async Task Picture(IPage page, string name) => await page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Repository.Root.FullName, "artifacts", "screenshots", name),
    });

    [GeneratedRegex("^Send")]
    private static partial Regex SendButton();

    [GeneratedRegex("\"id\": \"([0-9a-f-]{36})\"")]
    private static partial Regex Id();
}
