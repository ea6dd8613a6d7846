using System.Security.Cryptography;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Given;

/// <summary>A folder that releases of the sellers' app are handed out from, and an API that does it.</summary>
public sealed class AppFolder : IAsyncDisposable
{
    public const string Usual = "armeabi-v7a";
    public const string Wide = "arm64-v8a";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lottery-app-");
    private ApiHost _host = null!;
    private HttpClient _http = null!;

    public ApiHost Host => _host;

    public static async Task<AppFolder> Open(params string[] settings)
    {
        var folder = new AppFolder();
        folder._host = await ApiHost.Start(settings: [$"--AppRelease:Folder={folder._folder.FullName}", .. settings]);
        folder._http = new HttpClient { BaseAddress = folder._host.Address };
        return folder;
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Publishes the manifest as somebody would: written aside, then renamed.</summary>
    public void Manifest(string json) => Put("latest.json", System.Text.Encoding.UTF8.GetBytes(json));

    public void Package(string abi, byte[] bytes) => Put($"app-{abi}-release.apk", bytes);

    /// <summary>A package that is long without being written.</summary>
    public void LongPackage(string abi, long length)
    {
        using var file = File.Create(Path.Combine(_folder.FullName, $"app-{abi}-release.apk"));
        file.SetLength(length);
    }

    public async Task<Answer> Version(string? abi = null, params (string Name, string Value)[] headers)
    {
        using var anonymous = _host.Anonymous();
        return await anonymous.Get($"/app/version?abi={abi}", headers);
    }

    public Task<HttpResponseMessage> Download(string? abi = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/app/download?abi={abi}");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void Put(string name, byte[] bytes)
    {
        var aside = Path.Combine(_folder.FullName, $"{name}.new");
        File.WriteAllBytes(aside, bytes);
        File.Move(aside, Path.Combine(_folder.FullName, name), overwrite: true);
    }
}
