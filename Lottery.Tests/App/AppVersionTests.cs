using System.Net;
using System.Text.Json;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.App;

/// <summary>What an installed app is told of the release that lies in the folder.</summary>
[TestClass]
public sealed class AppVersionTests
{
    private const string Manifest = """
        {
          "version": "2.4.0", "versionCode": 240, "changelog": ["Más rápido"], "releasedAt": "2026-10-01T12:00:00Z",
          "minSupportedVersion": "2.0.0", "forceUpdate": true, "sha256": "0000", "fileSize": 1,
          "downloads": { "arm64-v8a": { "sha256": "1111" } }, "somebodyElses": 1
        }
        """;

    private AppFolder _folder = null!;

    [TestInitialize]
    public async Task Start() => _folder = await AppFolder.Open();

    [TestCleanup]
    public async Task Stop() => await _folder.DisposeAsync();

    [TestMethod]
    [TestProperty("Defect", "D-92")]
    public async Task The_figures_are_those_of_the_file_that_is_there()
    {
        _folder.Manifest(Manifest);
        _folder.Package(AppFolder.Usual, [1, 2, 3]);
        _folder.Package(AppFolder.Wide, [4, 5, 6, 7]);

        var (usual, wide) = ((await _folder.Version(AppFolder.Usual)).Data, (await _folder.Version(AppFolder.Wide)).Data);

        Assert.AreEqual((AppFolder.Sha256([1, 2, 3]), 3), (usual.Text("sha256"), Number(usual, "fileSize")));
        Assert.AreEqual((AppFolder.Sha256([4, 5, 6, 7]), 4), (wide.Text("sha256"), Number(wide, "fileSize")));
        Assert.AreEqual(("2.4.0", 240, 240), (wide.Text("version"), Number(wide, "versionCode"), Number(wide, "buildNumber")));
        Assert.AreEqual(("2.0.0", "2026-10-01T12:00:00Z"), (wide.Text("minSupportedVersion"), wide.Text("releasedAt")));
        Assert.AreEqual("""["Más rápido"]""", wide.GetProperty("changelog").GetRawText());
        Assert.IsTrue(wide.GetProperty("forceUpdate").GetBoolean());
        Assert.IsNotEmpty(_folder.Host.Log.Of("VERSION_INFO_SENT"));
    }

    [TestMethod]
    [TestProperty("Defect", "D-92")]
    public async Task A_new_release_is_seen_without_a_restart()
    {
        _folder.Manifest(Manifest);
        _folder.Package(AppFolder.Usual, [1, 2, 3]);
        Assert.AreEqual(AppFolder.Sha256([1, 2, 3]), (await _folder.Version()).Data.Text("sha256"));

        _folder.Manifest("""{"version":"2.4.1","buildNumber":7}""");
        _folder.Package(AppFolder.Usual, [9, 9, 9]);
        var next = (await _folder.Version()).Data;

        Assert.AreEqual(("2.4.1", 7), (next.Text("version"), Number(next, "buildNumber")));
        Assert.AreEqual(AppFolder.Sha256([9, 9, 9]), next.Text("sha256"));
    }

    [TestMethod]
    [TestProperty("Defect", "D-92")]
    public async Task The_address_is_never_made_of_what_the_client_says_of_the_host()
    {
        _folder.Manifest(Manifest);

        var answer = await _folder.Version(AppFolder.Wide, ("Host", "evil.example"), ("X-Forwarded-Host", "evil.example"));

        Assert.AreEqual("/api/v1/app/download?abi=arm64-v8a", answer.Data.Text("downloadUrl"));
    }

    [TestMethod]
    [TestProperty("Defect", "D-92")]
    [DataRow("https://api.example.com")]
    [DataRow("https://api.example.com/")]
    public async Task The_address_that_is_configured_is_told(string address)
    {
        await using var folder = await AppFolder.Open($"--AppRelease:PublicUrl={address}");
        folder.Manifest(Manifest);

        Assert.AreEqual(
            "https://api.example.com/api/v1/app/download?abi=armeabi-v7a",
            (await folder.Version()).Data.Text("downloadUrl"));
    }

    [TestMethod]
    [DataRow("api.example.com")]
    [DataRow("ftp://api.example.com")]
    public async Task An_address_that_cannot_work_stops_the_start(string address)
    {
        var failure = await Assert.ThrowsExactlyAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => AppFolder.Open($"--AppRelease:PublicUrl={address}"));

        Assert.Contains("AppRelease:PublicUrl", failure.Message);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("x86")]
    [DataRow("ARM64-V8A")]
    [DataRow("../../etc/passwd%00")]
    [DataRow("arm64-v8a&abi=arm64-v8a")]
    public async Task Any_other_device_is_the_usual_one(string abi)
    {
        _folder.Manifest(Manifest);

        Assert.AreEqual(
            "/api/v1/app/download?abi=armeabi-v7a", (await _folder.Version(abi)).Data.Text("downloadUrl"));
    }

    [TestMethod]
    public async Task A_release_without_a_package_has_no_figures()
    {
        _folder.Manifest(Manifest);

        var told = (await _folder.Version()).Data;

        Assert.AreEqual(JsonValueKind.Null, told.GetProperty("sha256").ValueKind);
        Assert.AreEqual(JsonValueKind.Null, told.GetProperty("fileSize").ValueKind);
    }

    [TestMethod]
    public async Task Without_a_release_there_is_none()
    {
        await using var unconfigured = await ApiHost.Start();
        using var anonymous = unconfigured.Anonymous();

        (await _folder.Version()).Refused(HttpStatusCode.NotFound, "APP_RELEASE_NOT_FOUND");
        (await anonymous.Get("/app/version")).Refused(HttpStatusCode.NotFound, "APP_RELEASE_NOT_FOUND");
        Assert.HasCount(1, _folder.Host.Log.Of("LATEST_JSON_NOT_FOUND"));
    }

    [TestMethod]
    [DataRow("{ not json")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("")]
    [DataRow("""{"versionCode":1}""")]
    [DataRow("""{"version":null}""")]
    public async Task A_release_that_cannot_be_read_is_told_to_the_operator_alone(string manifest)
    {
        _folder.Host.Log.Expect("GET_VERSION_ERROR", "HTTP_REQUEST");
        _folder.Manifest(manifest);

        (await _folder.Version()).Refused(HttpStatusCode.ServiceUnavailable, "APP_RELEASE_UNREADABLE");

        Assert.IsInstanceOfType<JsonException>(_folder.Host.Log.Of("GET_VERSION_ERROR").Single().Failure);
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
