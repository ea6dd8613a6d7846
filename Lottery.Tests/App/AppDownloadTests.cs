using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.App;

/// <summary>The package itself: whole, in parts, or not again.</summary>
[TestClass]
public sealed class AppDownloadTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
    private static readonly byte[] Others = [.. Bytes.Reverse()];

    private AppFolder _folder = null!;

    [TestInitialize]
    public async Task Start()
    {
        _folder = await AppFolder.Open();
        _folder.Package(AppFolder.Usual, Bytes);
        _folder.Package(AppFolder.Wide, Others);
    }

    [TestCleanup]
    public async Task Stop() => await _folder.DisposeAsync();

    [TestMethod]
    public async Task A_package_comes_as_an_attachment_that_may_be_kept_for_a_day()
    {
        using var answer = await _folder.Download(AppFolder.Wide);

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        CollectionAssert.AreEqual(Others, await answer.Content.ReadAsByteArrayAsync());
        var content = answer.Content.Headers;
        Assert.AreEqual("application/vnd.android.package-archive", content.ContentType!.MediaType);
        Assert.AreEqual(
            ("attachment", "app-arm64-v8a-release.apk"),
            (content.ContentDisposition!.DispositionType, content.ContentDisposition.FileName));
        Assert.AreEqual(Others.Length, content.ContentLength);
        Assert.AreEqual("bytes", answer.Headers.AcceptRanges.Single());
        Assert.AreEqual("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.AreEqual("public, must-revalidate, max-age=86400", answer.Headers.CacheControl!.ToString());
    }

    [TestMethod]
    [TestProperty("Defect", "D-92")]
    public async Task The_tag_is_that_of_the_bytes_whatever_was_asked_before()
    {
        using var usual = await _folder.Download(AppFolder.Usual);
        using var wide = await _folder.Download(AppFolder.Wide);
        _folder.Package(AppFolder.Usual, Others);
        using var next = await _folder.Download(AppFolder.Usual);

        Assert.AreEqual($"\"{AppFolder.Sha256(Bytes)}-armeabi-v7a\"", usual.Headers.ETag!.ToString());
        Assert.AreEqual($"\"{AppFolder.Sha256(Others)}-arm64-v8a\"", wide.Headers.ETag!.ToString());
        Assert.AreEqual($"\"{AppFolder.Sha256(Others)}-armeabi-v7a\"", next.Headers.ETag!.ToString());
    }

    [TestMethod]
    public async Task What_the_client_has_is_not_sent_again()
    {
        using var same = await _folder.Download(AppFolder.Usual, ("If-None-Match", Tag));
        using var other = await _folder.Download(AppFolder.Wide, ("If-None-Match", Tag));

        Assert.AreEqual(HttpStatusCode.NotModified, same.StatusCode);
        Assert.IsEmpty(await same.Content.ReadAsByteArrayAsync());
        Assert.AreEqual(HttpStatusCode.OK, other.StatusCode);
    }

    [TestMethod]
    [TestProperty("Defect", "D-92")]
    [DataRow("bytes=0-9", 0, 10)]
    [DataRow("bytes=990-", 990, 10)]
    [DataRow("bytes=-10", 990, 10)]
    [DataRow("bytes=990-5000", 990, 10)]
    [DataRow("bytes=-5000", 0, 1000)]
    public async Task A_range_is_sent_alone(string range, int from, int length)
    {
        using var answer = await _folder.Download(AppFolder.Usual, ("Range", range));

        Assert.AreEqual(HttpStatusCode.PartialContent, answer.StatusCode);
        CollectionAssert.AreEqual(Bytes[from..(from + length)], await answer.Content.ReadAsByteArrayAsync());
        Assert.AreEqual(
            $"bytes {from}-{from + length - 1}/1000", answer.Content.Headers.ContentRange!.ToString());
    }

    [TestMethod]
    public async Task A_range_beyond_the_end_cannot_be_sent()
    {
        using var answer = await _folder.Download(AppFolder.Usual, ("Range", "bytes=1000-"));

        Assert.AreEqual(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
        Assert.AreEqual("bytes */1000", answer.Content.Headers.ContentRange!.ToString());
        Assert.IsEmpty(await answer.Content.ReadAsByteArrayAsync());
    }

    [TestMethod]
    [TestProperty("Defect", "D-92")]
    public async Task The_rest_of_another_release_is_not_sent()
    {
        using var same = await _folder.Download(AppFolder.Usual, ("Range", "bytes=500-"), ("If-Range", Tag));
        _folder.Package(AppFolder.Usual, Others);
        using var replaced = await _folder.Download(AppFolder.Usual, ("Range", "bytes=500-"), ("If-Range", Tag));

        Assert.AreEqual(HttpStatusCode.PartialContent, same.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, replaced.StatusCode);
        CollectionAssert.AreEqual(Others, await replaced.Content.ReadAsByteArrayAsync());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("..%2F..%2Fsecret")]
    [DataRow("x86")]
    public async Task Any_other_device_gets_the_usual_package(string abi)
    {
        using var answer = await _folder.Download(abi);

        CollectionAssert.AreEqual(Bytes, await answer.Content.ReadAsByteArrayAsync());
    }

    [TestMethod]
    public async Task Without_a_package_there_is_none()
    {
        await using var empty = await AppFolder.Open();
        using var anonymous = empty.Host.Anonymous();
        await using var unconfigured = await ApiHost.Start();
        using var stranger = unconfigured.Anonymous();

        var answer = await anonymous.Get("/app/download");

        answer.Refused(HttpStatusCode.NotFound, "APK_NOT_FOUND");
        Assert.AreEqual("no-store", answer.Headers["Cache-Control"]);
        Assert.HasCount(1, empty.Host.Log.Of("APK_NOT_FOUND"));
        (await stranger.Get("/app/download")).Refused(HttpStatusCode.NotFound, "APK_NOT_FOUND");
    }

    [TestMethod]
    public async Task Many_apps_that_ask_at_once_get_the_same_package()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _folder.Download(AppFolder.Usual)));

        foreach (var answer in answers)
        {
            CollectionAssert.AreEqual(Bytes, await answer.Content.ReadAsByteArrayAsync());
            answer.Dispose();
        }
    }

    [TestMethod]
    public async Task A_client_that_goes_away_is_noticed()
    {
        _folder.LongPackage(AppFolder.Wide, 256 * 1024 * 1024);

        (await _folder.Download(AppFolder.Wide)).Dispose();

        await ApiProcess.Eventually(
            () => Task.FromResult(_folder.Host.Log.Of("DOWNLOAD_CANCELLED").Count == 1), () => "Nobody noticed.");
    }

    [TestMethod]
    public async Task The_contract_says_that_it_is_a_package()
    {
        var contract = await ServedContract.Of(_folder.Host);
        var download = contract.Operations.Single(o => o.Name == "DownloadApp");

        var content = download.Json.GetProperty("responses").GetProperty("200").GetProperty("content");

        Assert.AreEqual(
            "application/vnd.android.package-archive", string.Join(' ', content.EnumerateObject().Select(c => c.Name)));
    }

    private static string Tag => $"\"{AppFolder.Sha256(Bytes)}-armeabi-v7a\"";
}
