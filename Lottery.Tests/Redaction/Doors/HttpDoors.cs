using Lottery.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Lottery.Tests.Redaction.Doors;

/// <summary>Every way in which a client can put something into a record.</summary>
internal static class HttpDoors
{
    private const string Broken = "//door/broken";

    /// <summary>A handler that tells in its exception what it was sent.</summary>
    public static void Map(WebApplication app) => app.MapPost(
        Broken[1..], async (HttpContext context) =>
        {
            using var body = new StreamReader(context.Request.Body);
            var sent = await body.ReadToEndAsync(context.RequestAborted);
            throw new InvalidOperationException($"broke over {sent}", new FormatException(sent));
        }).AllowAnonymous();

    public static async Task Pass(ApiClient user, ApiClient nobody, SecretMint mint)
    {
        foreach (var secret in mint.OfEveryLook())
        {
            await user.Raw(HttpMethod.Post, Broken, secret);
        }

        foreach (var secret in mint.OfEveryLook())
        {
            (await Tell(user, "paid", new { remark = secret, list = new[] { new { secret } } })).Succeeded();
        }

        foreach (var secret in mint.OfEveryPlainLook())
        {
            (await Tell(user, secret, new { })).Succeeded();
            await nobody.Get($"/tickets/{Uri.EscapeDataString(secret)}");
        }

        foreach (var secret in mint.OfEveryPlainLook())
        {
            await nobody.Get($"/tickets?search={Uri.EscapeDataString(secret)}", ("User-Agent", $"app/1 ({secret})"));
        }

        await PassByName(user, nobody, mint);
    }

    private static async Task PassByName(ApiClient user, ApiClient nobody, SecretMint mint)
    {
        await nobody.Post("/auth/login", new { username = "admin", password = mint.Opaque() });
        await nobody.Post("/auth/login", new { username = mint.Opaque(), password = mint.Opaque() });
        await nobody.Post("/auth/login", new { username = "admin", clave = mint.Opaque() });
        await nobody.Raw(HttpMethod.Post, "/auth/login", $"{{\"password\": \"{mint.Opaque()}");
        await nobody.Post("/auth/refresh", new { refreshToken = mint.Opaque() });
        await user.Post(
            "/users", new { name = "", username = "x", password = mint.Opaque(), email = mint.Opaque(), phone = "1" });
        await nobody.Get(
            "/auth/me", ("Authorization", $"Bearer {mint.Opaque()}"), ("Cookie", $"session={mint.Opaque()}"));
        await nobody.Get("/auth/me", ("Proxy-Authorization", $"Basic {mint.Opaque()}"), ("X-Api-Key", mint.Opaque()));
        // Sampled by the client, so that its spans are surely sent.
        await nobody.Get(
            "/auth/me", ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            ("tracestate", $"vendor={mint.Opaque()}"));
        await nobody.Get($"/auth/me?password={mint.Opaque()}&token={mint.Opaque()}");
        await Tell(user, $"token={mint.Opaque()}", new
        {
            password = mint.Opaque(),
            clienteNombre = mint.Opaque(),
            card = new { number = mint.Opaque() },
            pin = mint.Pin(),
            client = new { name = mint.Opaque() },
        });
    }

    private static Task<Answer> Tell(ApiClient user, string name, object metadata) =>
        user.Post("/telemetry", new { @event = name, durationMs = 1, success = true, metadata });
}
