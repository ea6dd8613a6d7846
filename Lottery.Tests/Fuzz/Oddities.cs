namespace Lottery.Tests.Fuzz;

/// <summary>
/// What people, attackers and broken clients send. None of it holds a word that an answer must not tell, so that an
/// answer may repeat it.
/// </summary>
internal static class Oddities
{
    /// <summary>Stands in a body for bytes that are not UTF-8.</summary>
    public const char NotUtf8 = '\uE000';

    public static readonly string[] Texts =
    [
        "", " ", "\t\n", "\0", "a\0b", "\u0001\u001f\u007f", "null", "undefined", "NaN", "true", "-0", "0x10", "1e400",
        "' or '1'='1", "'; drop table users; --", "\" or \"\"=\"", "1;select pg_sleep(5)--", "\\'); select 1; --",
        "%", "_", "%_%", "\\", "\\%", "[a-z]*", "=cmd|' /C calc'!A0", "+1+1", "@sum(1)", "-2+3",
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{7*7}}", "${7*7}", "%s%n%x", "../../etc/passwd",
        "\u202Etxet desrever", "\u200B", "\uFEFFmark", "a\u0300\u0301\u0302", "ñandú", "👩‍👩‍👧‍👦", "🇨🇷", "漢字", "İıſK",
        "\uFFFF", "\uFFFE", "\u2028", "2026-02-30", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59.9999999Z",
        "0001-01-01T00:00:00+14:00", "2026-10-21T25:00:00Z", "00000000-0000-0000-0000-000000000000",
        "{00000000-0000-0000-0000-000000000000}", "00000000000000000000000000000000", "+506 8888-8888", "a@b", "a@b@c.cr",
    ];

    /// <summary>Values as they stand in JSON.</summary>
    public static readonly string[] Values =
    [
        "null", "true", "false", "{}", "[]", "[[]]", "[null]", """{"a":{"b":[]}}""", "\"\"", "0", "-0", "-0.0", "-1", "1",
        "0.1", "0.0049", "0.005", "99.995", "0.1000000000000000055511151231257827", "1e400", "-1e400", "1e-400", "1e28",
        "1E+2", "100.00", "2147483647", "2147483648", "-2147483648", "9223372036854775807", "9223372036854775808",
        "79228162514264337593543950335", "79228162514264337593543950336", "123456789012.34", "99999999.99", "1e12",
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\\u0000b\"", "\"\\uffff\"", $"\"{NotUtf8}\"", $"\"a{NotUtf8}b\"",
        $$"""{"{{NotUtf8}}":1}""", """{"\ud800":1}""", """{"a":1,"a":2}""", """{"__proto__":{"x":1}}""", "\"7\"", "\"1e3\"",
    ];

    /// <summary>Values as they stand in an address.</summary>
    public static readonly string[] InAddresses =
    [
        "", "%20", "%0d%0aX-Evil:1", "%", "%zz", "%c0%af", "%ff%fe", "%ed%a0%80", "%e0%a4%a", "%2e%2e", "%2f", "%5c", "..",
        ".", "*", "%27%20or%201=1--", "%25", "_", "%25%25%25", "%3Cscript%3E", "%F0%9F%98%80", "%E2%80%AE", "%EF%BF%BF",
        "0", "-1", "1e3", "2147483647", "2147483648", "-2147483648", "99999999999999999999", "1.5", "null", "all", "today",
        "0001-01-01", "9999-12-31", "2026-02-30", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00%2B14:00", "true", "1", "yes",
        "00000000-0000-0000-0000-000000000000", "%7B00000000-0000-0000-0000-000000000000%7D", "~!$&'()*+,;=:@", "%252e",
    ];

    public static readonly string[] ContentTypes =
    [
        "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded",
        "application/octet-stream", "application/json2", "text/html; charset=utf-8", "json", "*/*", ";", "",
    ];

    /// <summary>Types that are JSON, in characters that few clients use.</summary>
    public static readonly string[] Charsets =
    [
        "application/json; charset=utf-16", "application/json; charset=iso-8859-1", "application/json; charset=nothing",
        "application/json; charset=utf-7", "application/json; charset=\"\"", "application/vnd.api+json",
        "application/json; charset=utf-8; x=\"", "APPLICATION/JSON; CHARSET=UTF-8", "application/json; charset=us-ascii",
    ];

    public static readonly (string Name, string Value)[] Headers =
    [
        ("X-Active-Banca-Id", "7"), ("X-Active-Banca-Id", ""), ("X-Active-Banca-Id", "' or 1=1"),
        ("X-Active-Banca-Id", "00000000-0000-0000-0000-000000000000"), ("X-Active-Banca-Id", "ñ😀"),
        ("X-Request-Id", ""), ("X-Request-Id", "<b>"), ("X-Request-Id", "😀"), ("X-Request-Id", new string('x', 5000)),
        ("X-Request-Id", "a b\tc"), ("X-Request-Id", "one,two"), ("Idempotency-Key", "short"), ("Idempotency-Key", ""),
        ("Idempotency-Key", new string('k', 101)), ("Idempotency-Key", "ñandú-ñandú"), ("Idempotency-Key", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦"),
        ("Accept", "text/html"), ("Accept", "image/*;q=0"), ("Accept", "garbage;;;"), ("Accept-Language", "xx-😀"),
        ("Accept-Encoding", "gzip, br, nothing"), ("If-None-Match", "*"), ("If-None-Match", "\"x\", W/\""),
        ("If-Modified-Since", "yesterday"), ("Range", "bytes=0-0,-1"), ("Range", "bytes=9-1"), ("Range", "lines=1"),
        ("Origin", "null"), ("Origin", "https://evil.example"), ("X-Forwarded-For", "' or 1=1, ::1, 999.1.1.1"),
        ("X-Forwarded-Proto", "gopher"), ("X-Forwarded-Host", "evil.example"), ("Content-Encoding", "gzip"),
        ("X-HTTP-Method-Override", "DELETE"), ("Cookie", "a=b; ;;=\"\u00f1"), ("Forwarded", "for=\"_gazonk\""),
        ("User-Agent", "'; drop table users; --"), ("User-Agent", new string('u', 5000)), ("Referer", "javascript:alert(1)"),
        ("traceparent", "00-garbage"), ("tracestate", new string('t', 1000)), ("baggage", "=,=;;"), ("Expect", "nothing"),
    ];

    public static readonly string[] Authorizations =
    [
        "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Bearer ..", "Basic YWRtaW46YWRtaW4=", "bearer null", "😀",
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.AAAA", "Negotiate",
    ];

    /// <summary>A text that nobody types: long, or one of <see cref="Texts"/> many times.</summary>
    public static string LongText(Random chance) => chance.Next(4) switch
    {
        0 => new string('x', chance.Next(100, 70_000)),
        1 => string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", chance.Next(10, 2_000))),
        2 => new string('9', chance.Next(20, 5_000)),
        _ => string.Concat(Enumerable.Repeat(chance.One(Texts), chance.Next(2, 200))),
    };

    public static string Deep(int levels, string opening, string closing) =>
        string.Concat(Enumerable.Repeat(opening, levels)) + string.Concat(Enumerable.Repeat(closing, levels));
}
