using System.Net;
using System.Text.Json;

namespace Lottery.Tests.Infrastructure.Watches;

/// <summary>Asks a process how it is, as an administrator does.</summary>
internal static class Health
{
    public static async Task<(HttpStatusCode Status, JsonElement Body)> Of(Uri management, string which)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(management, $"health/{which}"));
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }
}
