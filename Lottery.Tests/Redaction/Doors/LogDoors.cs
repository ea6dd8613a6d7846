using System.Text.Json;
using Lottery.ServiceDefaults.Logging;
using Microsoft.Extensions.Logging;

namespace Lottery.Tests.Redaction.Doors;

/// <summary>Every way in which code of ours or of others can put something into a record.</summary>
internal static class LogDoors
{
    public static void Pass(ILoggerFactory loggers, SecretMint mint)
    {
        var ours = loggers.CreateLogger("Lottery.Api.Doors");
        foreach (var secret in mint.OfEveryLook())
        {
            DoorLog.Told(ours, $"before {secret}, after");
        }

        foreach (var secret in mint.OfEveryLook())
        {
            DoorLog.Kept(ours, new { Deep = new object[] { 1, new { Remark = secret } } });
        }

        foreach (var secret in mint.OfEveryLook())
        {
            DoorLog.Filed(ours, new Dictionary<string, object> { ["note"] = secret, [secret] = 1 });
        }

        foreach (var secret in mint.OfEveryLook())
        {
            var causes = new AggregateException(new TimeoutException($"gave up on {secret}"), new IOException("other"));
            DoorLog.Failed(ours, new InvalidOperationException("outer", causes));
        }

        foreach (var secret in mint.OfEveryLook())
        {
            DoorLog.Told(loggers.CreateLogger("Microsoft.Foreign"), secret);
        }

        PassByName(ours, mint);
        PassByScope(ours, mint);
    }

    private static void PassByName(ILogger log, SecretMint mint)
    {
        DoorLog.Named(log, mint.Opaque(), mint.Opaque(), mint.Opaque(), mint.Pin());
        DoorLog.Kept(log, new { Password = mint.Opaque(), Inner = new { refresh_token = mint.Opaque() } });
        DoorLog.Kept(log, new { Client = new { Name = mint.Opaque() }, Cedula = mint.Pin() });
        DoorLog.Kept(log, new Dictionary<string, string> { ["set-cookie"] = mint.Opaque(), ["dni"] = mint.Opaque() });
        DoorLog.Kept(log, JsonElement.Parse(
            $$$"""{"a":[{"telefono":{"numbers":["{{{mint.Opaque()}}}"]}}],"pin":{{{mint.Pin()}}}}"""));
        DoorLog.Kept(log, new Login("ana", mint.Opaque()));
        DoorLog.Told(log, new Login("ana", mint.Opaque()).ToString());
        var repeated = mint.Opaque();
        DoorLog.Refused(log, repeated, new InvalidOperationException($"nobody has {repeated}"));
    }

    private static void PassByScope(ILogger log, SecretMint mint)
    {
        foreach (var secret in mint.OfEveryPlainLook())
        {
            using (log.BeginScope(new LogContext(null, null, secret)))
            using (log.BeginScope(new Dictionary<string, object> { ["password"] = mint.Opaque() }))
            {
                DoorLog.Told(log, "within a scope");
            }
        }
    }

    private sealed record Login(string Username, string Password);
}

internal static partial class DoorLog
{
    [LoggerMessage(EventName = "TOLD", Level = LogLevel.Warning, Message = "It is told that {what}")]
    public static partial void Told(ILogger log, string what);

    [LoggerMessage(EventName = "KEPT", Level = LogLevel.Warning, Message = "It is kept: {what}")]
    public static partial void Kept(ILogger log, object what);

    [LoggerMessage(EventName = "FILED", Level = LogLevel.Warning, Message = "It is filed")]
    public static partial void Filed(ILogger log, object meta);

    [LoggerMessage(EventName = "FAILED", Level = LogLevel.Warning, Message = "It failed")]
    public static partial void Failed(ILogger log, Exception exception);

    [LoggerMessage(EventName = "NAMED", Level = LogLevel.Warning,
        Message = "{clienteNombre} comes with {password} and {apiKey}")]
    public static partial void Named(ILogger log, string clienteNombre, string password, string apiKey, int pin);

    [LoggerMessage(EventName = "REFUSED", Level = LogLevel.Warning, Message = "The token is refused")]
    public static partial void Refused(ILogger log, string token, Exception exception);
}
