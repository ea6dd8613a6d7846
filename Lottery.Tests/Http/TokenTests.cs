using System.Net;
using System.Text;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Lottery.Tests.Http;

/// <summary>Only a token that this API signed, for this purpose and not too long ago, opens anything.</summary>
[TestClass]
public sealed class TokenTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static World _world = null!;
    private static JsonElement _real;
    private static string _keyId = null!;

    [ClassInitialize]
    public static async Task Start(TestContext context)
    {
        _world = await World.Create();
        using var anonymous = _world.Host.Anonymous();
        var login = await anonymous.Post("/auth/login", new { username = "admin", password = World.Password });
        _real = Claims(login.Data.Text("accessToken"));
        _keyId = new JsonWebToken(login.Data.Text("accessToken")).Kid;
    }

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    // Without this the refusals below could be for any reason at all.
    [TestMethod]
    public async Task A_token_made_like_the_real_one_is_taken() => (await Me(Forge())).Succeeded();

    [TestMethod]
    public async Task A_token_that_ran_out_is_refused_after_the_leeway_for_slow_clocks()
    {
        (await Me(Forge(lifetime: TimeSpan.FromSeconds(-89)))).Succeeded();
        (await Me(Forge(lifetime: TimeSpan.FromSeconds(-90)))).Refused(HttpStatusCode.Unauthorized, "INVALID_TOKEN");
    }

    [TestMethod]
    public async Task A_token_from_the_future_is_refused() =>
        (await Me(Forge(notBefore: _world.Now + Hour, lifetime: 2 * Hour)))
            .Refused(HttpStatusCode.Unauthorized, "INVALID_TOKEN");

    [TestMethod]
    [DataRow("another-secret-of-32-bytes-or-even-more", "lottery", "lottery-api")]
    [DataRow(ApiHost.RefreshSecret, "lottery", "lottery-api")]
    [DataRow(ApiHost.AccessSecret, "lottery", "lottery-refresh")]
    [DataRow(ApiHost.AccessSecret, "lottery", "somebody-else")]
    [DataRow(ApiHost.AccessSecret, "somebody-else", "lottery-api")]
    public async Task A_token_of_somebody_else_is_refused(string secret, string issuer, string audience) =>
        (await Me(Forge(secret, issuer, audience))).Refused(HttpStatusCode.Unauthorized, "INVALID_TOKEN");

    [TestMethod]
    [TestProperty("Defect", "D-30")]
    [DataRow("")]
    [DataRow("0011223344556677")]
    public async Task A_token_that_names_no_key_of_ours_is_refused(string keyId) =>
        (await Me(Forge(keyId: keyId))).Refused(HttpStatusCode.Unauthorized, "INVALID_TOKEN");

    [TestMethod]
    public async Task A_token_that_nobody_signed_is_refused()
    {
        var claims = Forge().Split('.')[1];
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""");

        (await Me($"{header}.{claims}.")).Refused(HttpStatusCode.Unauthorized, "INVALID_TOKEN");
    }

    [TestMethod]
    public async Task A_token_that_was_touched_is_refused()
    {
        var (header, signature) = (Forge().Split('.')[0], Forge().Split('.')[2]);
        var other = Base64UrlEncoder.Encode(_real.GetRawText().Replace("ADMIN", "BANCA", StringComparison.Ordinal));

        (await Me($"{header}.{other}.{signature}")).Refused(HttpStatusCode.Unauthorized, "INVALID_TOKEN");
    }

    [TestMethod]
    [DataRow("garbage")]
    [DataRow("a.b.c")]
    [DataRow("")]
    public async Task A_token_that_is_none_is_refused(string token) =>
        (await Sent($"Bearer {token}")).Refused(HttpStatusCode.Unauthorized, "INVALID_TOKEN");

    [TestMethod]
    public async Task Another_scheme_is_no_token()
    {
        var answer = await Sent("Basic YWRtaW46YWRtaW4=");

        answer.Refused(HttpStatusCode.Unauthorized, "INVALID_TOKEN");
        Assert.AreEqual("Bearer", answer.Headers["WWW-Authenticate"]);
    }

    [TestMethod]
    [TestProperty("Defect", "D-04")]
    [DataRow("sub")]
    [DataRow("sid")]
    public async Task A_token_of_a_session_that_is_not_there_is_refused(string claim) =>
        (await Me(Forge(instead: (claim, Guid.CreateVersion7().ToString()))))
            .Refused(HttpStatusCode.Unauthorized, "SESSION_REVOKED");

    [TestMethod]
    [DataRow("sub")]
    [DataRow("sid")]
    public async Task A_token_without_a_user_or_a_session_is_refused(string claim) =>
        (await Me(Forge(instead: (claim, "nobody")))).Refused(HttpStatusCode.Unauthorized, "INVALID_TOKEN");

    [TestMethod]
    public async Task What_a_token_says_about_roles_is_not_believed()
    {
        var banca = await _world.Banca();
        var seller = await banca.Vendedor(await banca.Ventana());
        using var anonymous = _world.Host.Anonymous();
        var login = await anonymous.Post("/auth/login", new { username = seller.Username, password = World.Password });
        var claims = Claims(login.Data.Text("accessToken"));
        using var client = _world.Host.WithToken(Forge(claims: claims, instead: ("role", "ADMIN")));

        Assert.AreEqual("VENDEDOR", (await client.Get("/auth/me")).Data.Text("role"));
        (await client.Get("/activity-logs")).Refused(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    private static string Forge(
        string secret = ApiHost.AccessSecret,
        string issuer = "lottery",
        string audience = "lottery-api",
        DateTimeOffset? notBefore = null,
        TimeSpan? lifetime = null,
        JsonElement? claims = null,
        string? keyId = null,
        (string Claim, string Value)? instead = null)
    {
        var kept = (claims ?? _real).EnumerateObject()
            .Where(claim => claim.Name is "sub" or "sid" or "role")
            .ToDictionary(claim => claim.Name, object (claim) => claim.Value.GetString()!);
        if (instead is var (name, value))
        {
            kept[name] = value;
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            NotBefore = (notBefore ?? _world.Now - Hour).UtcDateTime,
            Expires = (_world.Now + (lifetime ?? Hour)).UtcDateTime,
            Claims = kept,
            SigningCredentials = new SigningCredentials(
                new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)) { KeyId = keyId ?? _keyId },
                SecurityAlgorithms.HmacSha256),
        });
    }

    private static JsonElement Claims(string token) =>
        JsonElement.Parse(Base64UrlEncoder.Decode(token.Split('.')[1]));

    private static Task<Answer> Me(string token) => Sent($"Bearer {token}");

    private static async Task<Answer> Sent(string authorization)
    {
        using var anonymous = _world.Host.Anonymous();
        return await anonymous.Get("/auth/me", ("Authorization", authorization));
    }
}
