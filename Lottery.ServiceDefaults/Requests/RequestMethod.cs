namespace Lottery.ServiceDefaults.Requests;

/// <summary>The method of a request as something that may be counted by: whatever a client makes up is one and the same.
/// </summary>
internal static class RequestMethod
{
    public const string Other = "_OTHER";

    public static string Known(string method) => method switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "PATCH" or "OPTIONS" or "CONNECT" or "TRACE" => method,
        _ => Other,
    };
}
