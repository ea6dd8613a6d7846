using System.Net;
using System.Text;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Http;

/// <summary>Whatever is wrong with a request, the answer has one shape, a stable code, and nothing of our insides.</summary>
[TestClass]
[TestProperty("Defect", "D-37")]
[TestProperty("Defect", "D-38")]
[TestProperty("Defect", "D-48")]
public sealed class ErrorTests
{
    private const string MadeUpId = "0197a3c2-7f60-7b0e-9d5e-6f0f3c1f2a11";

    private static World _world = null!;

    private static ApiClient Admin => _world.Admin;

    [ClassInitialize]
    public static async Task Start(TestContext context) => _world = await World.Create();

    [ClassCleanup]
    public static async Task Stop() => await _world.DisposeAsync();

    [TestMethod]
    [DataRow("", "VALIDATION_FAILED")]
    [DataRow("""{"name":""", "MALFORMED_JSON")]
    [DataRow("""{"name": Uno, "code": "U1"}""", "MALFORMED_JSON")]
    [DataRow("""{"name": "Uno", "code": "U1"} and more""", "MALFORMED_JSON")]
    [DataRow("""{"name": "Uno", "code": "U1",}""", "MALFORMED_JSON")]
    [DataRow("null", "VALIDATION_FAILED")]
    [DataRow("[]", "VALIDATION_FAILED")]
    [DataRow("""{"name": "Uno", "code": "U1", "owner": "me"}""", "VALIDATION_FAILED")]
    [DataRow("""{"name": "Uno", "name": "Dos", "code": "U1"}""", "VALIDATION_FAILED")]
    [DataRow("""{"name": 7, "code": "U1"}""", "VALIDATION_FAILED")]
    [DataRow("""{"name": "Uno", "code": "U1", "vendorLimit": "many"}""", "VALIDATION_FAILED")]
    [DataRow("""{"name": "Uno", "code": "U1", "vendorLimit": 1.5}""", "VALIDATION_FAILED")]
    [DataRow("""{"name": "Uno", "code": "U1", "vendorLimit": 99999999999}""", "VALIDATION_FAILED")]
    [DataRow("""{"name": null, "code": "U1"}""", "VALIDATION_FAILED")]
    [DataRow("""{"name": "Uno"}""", "VALIDATION_FAILED")]
    [DataRow("""{"name": "U", "code": "U1"}""", "VALIDATION_FAILED")]
    [DataRow("""{"name": "Uno", "code": "U1", "email": "nobody"}""", "VALIDATION_FAILED")]
    [DataRow("""{"name": "Un\u0000o", "code": "U1"}""", "VALIDATION_FAILED")]
    [DataRow("""{"name": "Un\ud800o", "code": "U1"}""", "VALIDATION_FAILED")]
    public async Task A_body_that_is_wrong_is_refused(string body, string code) =>
        (await Admin.Raw(HttpMethod.Post, "/bancas", body)).Refused(HttpStatusCode.BadRequest, code);

    [TestMethod]
    public async Task A_body_that_is_nested_too_deep_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 5000)) + string.Concat(Enumerable.Repeat("]", 5000));

        (await Admin.Raw(HttpMethod.Post, "/loterias", $$$"""{"name": "Uno", "rulesJson": {"x": {{{deep}}} }}"""))
            .Refused(HttpStatusCode.BadRequest, "MALFORMED_JSON");
    }

    [TestMethod]
    [DataRow("/tickets", $$"""{"loteriaId": "{{MadeUpId}}", "sorteoId": "{{MadeUpId}}", "jugadas": [null]}""")]
    [DataRow($"/loterias/{MadeUpId}/seed_sorteos", """{"scheduledDates": [null]}""")]
    public async Task Nothing_in_a_list_is_refused(string path, string body) =>
        (await Admin.Raw(HttpMethod.Post, path, body)).Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");

    [TestMethod]
    [TestProperty("Defect", "D-49")]
    public async Task A_wrong_body_is_told_field_by_field()
    {
        var unknown = await Admin.Raw(HttpMethod.Post, "/bancas", """{"name": "Uno", "code": "U1", "owner": "me"}""");
        var missing = await Admin.Raw(HttpMethod.Post, "/bancas", "{}");
        var wrong = await Admin.Raw(HttpMethod.Post, "/bancas", """{"name": "U", "code": 7}""");
        var several = await Admin.Post("/bancas", new { name = "U", code = "U", salesCutoffMinutes = 0 });

        Assert.AreEqual("unrecognized_keys (root)", Told(unknown));
        Assert.AreEqual("owner", unknown.Json.Rows("details")[0].Rows("unexpectedKeys")[0].GetString());
        Assert.AreEqual("invalid_type name, invalid_type code", Told(missing));
        Assert.AreEqual("invalid_type code", Told(wrong));
        Assert.AreEqual("invalid_value name, invalid_value code, invalid_value salesCutoffMinutes", Told(several));
        var where = unknown.Json.GetProperty("meta").GetProperty("context");
        Assert.AreEqual(("POST", "body"), (where.Text("method"), where.Text("source")));
        Assert.AreEqual(
            unknown.Json.GetProperty("details").GetRawText(),
            unknown.Json.GetProperty("meta").GetProperty("details").GetRawText());
    }

    [TestMethod]
    [DataRow("text/plain")]
    [DataRow("application/xml")]
    [DataRow("application/x-www-form-urlencoded")]
    [DataRow("application/json; charset=nothing")]
    [DataRow("application/json; charset=utf-7")]
    [DataRow("application/json; charset=\"\"")]
    public async Task A_body_that_is_not_json_is_refused(string mediaType)
    {
        (await Admin.Raw(HttpMethod.Post, "/bancas", Body()))
            .Refused(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
        (await Admin.Raw(HttpMethod.Patch, $"/users/{MadeUpId}/restore", Body()))
            .Refused(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");

        ByteArrayContent Body()
        {
            var content = new ByteArrayContent("""{"name": "Uno", "code": "U1"}"""u8.ToArray());
            content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
            return content;
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_body_that_is_too_large_is_refused(bool lengthIsKnown)
    {
        var body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { name = new string('x', 210_000) }));
        using HttpContent content = lengthIsKnown ? new ByteArrayContent(body) : new StreamContent(new Pipe(body));
        content.Headers.ContentType = new("application/json");

        (await Admin.Raw(HttpMethod.Post, "/bancas", content))
            .Refused(HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE");
    }

    [TestMethod]
    [DataRow("/users?page=abc", "query")]
    [DataRow("/users?page=0", "query")]
    [DataRow("/users?page=99999999999", "query")]
    [DataRow("/users?pageSize=101", "query")]
    [DataRow("/users?role=KING", "query")]
    [DataRow("/users?isActive=maybe", "query")]
    [DataRow("/users?search=", "query")]
    [DataRow("/users?search=%00", "query")]
    [DataRow("/users?unknown=1", "query")]
    [DataRow("/users?ventanaId=here", "query")]
    [DataRow("/sorteos?date=tomorrow", "query")]
    [DataRow("/sorteos?fromDate=20-10-2026", "query")]
    [DataRow("/activity-logs?startDate=yesterday", "query")]
    [DataRow("/activity-logs?action=FLY", "query")]
    [DataRow("/bancas/7", "params")]
    [DataRow("/users/not-an-id", "params")]
    [DataRow("/tickets/not-an-id", "params")]
    public async Task A_wrong_address_is_refused_and_says_which_part(string path, string source)
    {
        var answer = await Admin.Get(path);

        answer.Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED");
        Assert.AreEqual(
            source, answer.Json.GetProperty("meta").GetProperty("context").Text("source"), answer.Text);
    }

    [TestMethod]
    public async Task A_cache_buster_is_no_unknown_key()
    {
        (await Admin.Get("/users?_=1760000000")).Succeeded();
        (await Admin.Get("/tickets?_=1760000000")).Succeeded();
    }

    [TestMethod]
    public async Task What_is_not_there_is_not_found()
    {
        using var anonymous = _world.Host.Anonymous();

        (await Admin.Get("/nothing/here")).Refused(HttpStatusCode.NotFound, "ROUTE_NOT_FOUND");
        (await Admin.Get("//nothing/here")).Refused(HttpStatusCode.NotFound, "ROUTE_NOT_FOUND");
        (await anonymous.Get("/nothing/here")).Refused(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        (await Admin.Get($"/bancas/{MadeUpId}")).Refused(HttpStatusCode.NotFound, "BANCA_NOT_FOUND");
        (await Admin.Delete("/auth/me")).Refused(HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
    }

    [TestMethod]
    public async Task A_duplicate_is_a_conflict()
    {
        (await Admin.Post("/bancas", new { name = "Banca Gemela", code = "GEM" })).Succeeded();

        (await Admin.Post("/bancas", new { name = "Banca Otra", code = "GEM" }))
            .Refused(HttpStatusCode.Conflict, "BANCA_CODE_TAKEN");
    }

    [TestMethod]
    public async Task Nobody_is_woken_for_a_mistake_of_a_client()
    {
        await Admin.Raw(HttpMethod.Post, "/bancas", """{"name": "Un\u0000o", "code": "NUL"}""");
        await Admin.Get("/users?search=%00");

        Assert.IsEmpty(_world.Host.Log.Of("FAIL"));
        Assert.IsEmpty(_world.Host.Log.Of("UNHANDLED_ERROR"));
    }

    private static string Told(Answer answer) => string.Join(
        ", ",
        answer.Refused(HttpStatusCode.BadRequest, "VALIDATION_FAILED").Json.Rows("details")
            .Select(detail => $"{detail.Text("code")} {detail.Text("field")}"));

    // A stream whose length nobody knows is sent in chunks.
    private sealed class Pipe(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
