using System.Text.Json;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Given;

/// <summary>A terminal or a browser that logs in and keeps what it was given.</summary>
public sealed class Device(ApiHost host, JsonElement pair) : IDisposable
{
    private readonly ApiClient _client = host.WithToken(pair.Text("accessToken"));

    public string AccessToken { get; } = pair.Text("accessToken");

    public string RefreshToken { get; } = pair.Text("refreshToken");

    public static async Task<Device> LogIn(ApiHost host, string username, object? extra = null)
    {
        var body = JsonSerializer.SerializeToNode(extra ?? new { })!.AsObject();
        (body["username"], body["password"]) = (username, World.Password);
        using var anonymous = host.Anonymous();
        return new Device(host, (await anonymous.Post("/auth/login", body)).Data);
    }

    public Task<Answer> Me() => _client.Get("/auth/me");

    /// <summary>Spends the refresh token.</summary>
    public async Task<Answer> Renew()
    {
        using var anonymous = host.Anonymous();
        return await anonymous.Post("/auth/refresh", new { refreshToken = RefreshToken });
    }

    /// <summary>Spends the refresh token and goes on with the next pair.</summary>
    public async Task<Device> Renewed() => new(host, (await Renew()).Data);

    public async Task<Answer> LogOut()
    {
        using var anonymous = host.Anonymous();
        return await anonymous.Post("/auth/logout", new { refreshToken = RefreshToken });
    }

    public void Dispose() => _client.Dispose();
}
