using System.Diagnostics;
using System.Net;
using Lottery.Tests.Given;
using Lottery.Tests.Infrastructure;

namespace Lottery.Tests.Commands;

/// <summary>The first administrator comes from the command line, with a password that no list of processes shows.</summary>
[TestClass]
[TestProperty("Defect", "D-95")]
[TestProperty("Defect", "D-06")]
public sealed class CreateAdminTests
{
    [TestMethod]
    public async Task The_first_administrator_is_made_on_an_empty_database_and_logs_in()
    {
        await using var host = await ApiHost.Start();
        Assert.AreEqual(0, await host.Scalar<long>("select count(*) from users"));

        var (code, output) = await Run(host.Database, $"{World.Password}\n", "--username", "primera", "--name", "Ana Mora");

        Assert.AreEqual((0, "The administrator primera was created."), (code, output.Trim()));
        var client = await World.LogIn(host, "primera");
        var me = (await client.Get("/auth/me")).Data;
        Assert.AreEqual(("ADMIN", "Ana Mora"), (me.Text("role"), me.Text("name")));
        Assert.AreEqual(1, await host.Scalar<long>("select count(*) from activity_logs where action = 'USER_CREATE'"));
    }

    [TestMethod]
    [DataRow(1, "corta\n", "USERNAME", "PASSWORD_TOO_SHORT")]
    [DataRow(1, "una-clave-larga\n", "taken", "USERNAME_EXISTS")]
    [DataRow(2, "", "USERNAME", "standard input")]
    [DataRow(2, "una-clave-larga\n", "", "--username")]
    [DataRow(2, "una-clave-larga\n", "ab", "3 to 32")]
    public async Task What_is_wrong_is_said_and_nobody_is_made(int expected, string input, string username, string told)
    {
        await using var host = await ApiHost.Start();
        await Run(host.Database, "una-clave-larga\n", "--username", "taken");

        var (code, output) = await Run(host.Database, input, username.Length == 0 ? [] : ["--username", username]);

        Assert.AreEqual(expected, code, output);
        Assert.Contains(told, output);
        Assert.DoesNotContain("   at ", output);
        Assert.AreEqual(1, await host.Scalar<long>("select count(*) from users"));
    }

    [TestMethod]
    public async Task Nobody_registers_oneself_and_there_is_no_door_that_is_always_open()
    {
        await using var host = await ApiHost.Start(settings: "--DISABLE_AUTH=true");
        using var anonymous = host.Anonymous();

        Assert.AreEqual(
            HttpStatusCode.Unauthorized, (await anonymous.Post("/auth/register", new { username = "ana" })).Status);
        (await anonymous.Get("/auth/me")).Refused(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    private static async Task<(int Code, string Output)> Run(string database, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Lottery.Api.dll"), "create-admin", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ConnectionStrings__Lottery"] = database },
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
