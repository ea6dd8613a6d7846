using Lottery.ServiceDefaults.Redaction;

namespace Lottery.Tests.Redaction;

/// <summary>What is found by its look, and what looks like it and must be left alone.</summary>
[TestClass]
public sealed class CleanTests
{
    private const string Jwt =
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTliMTIzNCJ9.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";

    [TestMethod]
    [DataRow("sent Bearer abcDEF123456._-~+/= today", "sent Bearer [redacted] today")]
    [DataRow("Authorization: Basic dXNlcjpwYXNz", "Authorization: [redacted]")]
    [DataRow("basic dXNlcjpwYXNz", "basic [redacted]")]
    [DataRow("the token " + Jwt + " is old", "the token [redacted] is old")]
    [DataRow("-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc==\n-----END RSA PRIVATE KEY-----\nend", "[redacted]\nend")]
    [DataRow("-----BEGIN PRIVATE KEY-----\nMIIEcut", "[redacted]")]
    [DataRow("login failed: password=hunter2, retry", "login failed: password=[redacted], retry")]
    [DataRow("pwd = hunter2; next", "pwd = [redacted]; next")]
    [DataRow("{\"username\":\"ana\",\"password\":\"a\\\"b c\"}", "{\"username\":\"ana\",\"password\":\"[redacted]\"}")]
    [DataRow("{\\\"pin\\\":\\\"1234\\\",\\\"a\\\":1}", "{\\\"pin\\\":\\\"[redacted]\\\",\\\"a\\\":1}")]
    [DataRow("{\"pin\":1234,\"a\":1}", "{\"pin\":[redacted],\"a\":1}")]
    [DataRow(
        "Credentials { Username = ana, Password = hunter2 }",
        "Credentials { Username = ana, Password = [redacted] }")]
    [DataRow("credentials: {\"a\": [1, 2]}, b", "credentials: [redacted], b")]
    [DataRow("Cookie: a=b; c=d\nHost: x", "Cookie: [redacted]\nHost: x")]
    [DataRow("GET /x?token=abc&page=2&api_key=def", "GET /x?token=[redacted]&page=2&api_key=[redacted]")]
    [DataRow("GET /x?password=a%26b%20c&page=2", "GET /x?password=[redacted]&page=2")]
    [DataRow("contraseña: hunter2", "contraseña: [redacted]")]
    [DataRow("clienteNombre=Juan Pérez Mora, total=5", "clienteNombre=[redacted], total=5")]
    [DataRow("clienteNombre=Juan Pérez total=5", "clienteNombre=[redacted] total=5")]
    [DataRow("client name: Juan Pérez", "client name: [redacted]")]
    [DataRow("Key (email)=(ana) already exists.", "Key (email)=[redacted] already exists.")]
    [DataRow("Key (banca_id, phone)=(1, 2) exists", "Key (banca_id, phone)=[redacted] exists")]
    [DataRow("postgres://lottery:s3cr:et@db:5432/lottery", "postgres://[redacted]@db:5432/lottery")]
    [DataRow("https://key@sentry.example.org/4", "https://[redacted]@sentry.example.org/4")]
    [DataRow("with Host=db;Port=5432;Username=u;Password=p;Database=d", "with [redacted]")]
    [DataRow("\"Server=db;User Id=u;Pwd='a;b'\" was refused", "\"[redacted]\" was refused")]
    [DataRow("paid with 4111 1111 1111 1111 today", "paid with [redacted] today")]
    [DataRow("4111-1111-1111-1111, 378282246310005 and 6011000990139424.", "[redacted], [redacted] and [redacted].")]
    [DataRow("ssn 078-05-1120 / 219 09 9999", "ssn [redacted] / [redacted]")]
    [DataRow(
        "cédula 1-0234-0567, 1 0234 0567, 102340567, 01-0234-0567",
        "cédula [redacted], [redacted], [redacted], [redacted]")]
    [DataRow(
        "dimex 155812345678 y 15581234567, jurídica 3-101-123456",
        "dimex [redacted] y [redacted], jurídica [redacted]")]
    [DataRow("escriba a ana.mora+x@correo.co.cr.", "escriba a [redacted].")]
    [DataRow("mailto:ana@example.org", "mailto:[redacted]")]
    [DataRow("/users/ana%40example.org/x", "/users/[redacted]/x")]
    [DataRow("llame al 8888-1234 o 88881234 o 2222 3333", "llame al [redacted] o [redacted] o [redacted]")]
    [DataRow(
        "+506 8888-1234, +50688881234, 506-8888-1234, (506) 8888-1234",
        "[redacted], [redacted], [redacted], (506) [redacted]")]
    [DataRow("+1 (212) 555-0123 and +44 20 7946 0958", "[redacted] and [redacted]")]
    [DataRow("tel-8888-1234 /x/88881234/", "tel-[redacted] /x/[redacted]/")]
    public void What_looks_like_a_secret_or_personal_data_is_replaced(string text, string clean) =>
        Assert.AreEqual(clean, Redactor.Clean(text));

    [TestMethod]
    [DataRow("ana＠example.org", "[redacted]")]
    [DataRow("８８８８-１２３４ x", "[redacted] x")]
    [DataRow("88\u200b88-12\u200d34 x", "[redacted] x")]
    [DataRow("8888\u20131234 and 8888\u00a01234", "[redacted] and [redacted]")]
    [DataRow("password\u200b=hunter2 x", "password\u200b=[redacted] x")]
    [DataRow("٨٨٨٨-١٢٣٤", "[redacted]")]
    public void Other_forms_of_the_same_characters_hide_nothing(string text, string clean) =>
        Assert.AreEqual(clean, Redactor.Clean(text));

    [TestMethod]
    [DataRow("La Central is open for sale")]
    [DataRow("GET /api/v1/tickets 200 in 12.5 ms")]
    [DataRow("019b1c2e-1234-7234-8234-123456789012 12345678-1234-1234-1234-123456789012")]
    [DataRow("22222222-2222-4222-8222-222222222222 abcdefab-8888-7234-9234-155812345678")]
    [DataRow("ticket T251124-000123-45 and T261124-888812-34")]
    [DataRow("2026-11-24T10:00:00.1234567Z 2026-11-24 10:00:00+06:00 20261124 202611241030 20261124103000")]
    [DataRow("2025-2026 and 2024 2025, 20251124-1030, 24-11-2025")]
    [DataRow("paid 12500.00 of 25000000.00, ₡25000000, 25 000 000, 25,000,000.50, 1.500,00, -25000000")]
    [DataRow("total=25000000 amount: 45000000, 85000000 bytes, 85000000 ms, 85000000ns, 85000000 %")]
    [DataRow("192.168.100.200:5432 10.0.0.1 2001:db8::8888:1234 ::1 255.255.255.255/32")]
    [DataRow("1.2.3 10.0.20251124 1.0.0+20251124 v10.0.9-rc.2.25502.107")]
    [DataRow("numbers 12 34 56 78 90 11 22 33 44 55 and 123 456 789")]
    [DataRow("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [DataRow("at Lottery.Data.Tickets.Sale.Sell(Actor actor) in /src/Lottery.Data/Sale.cs:line 12345")]
    [DataRow("40001: could not serialize access; 57P01; 0x80004005; HResult -2146232832")]
    [DataRow("1764025683 1764025683000 1764025683000000 epoch")]
    [DataRow("password authentication failed for user \"lottery\"")]
    [DataRow("Bearer token was missing; bearer authentication; Basic information")]
    [DataRow("token=null password: true, tokenCount=5 passwordLength: 12 keyId=abc")]
    [DataRow("package@1.2.3 @mention a@b git@ @ x@y.1")]
    [DataRow("host=web1 port=5081; a=b;c=d; Max-Age=3600; Path=/")]
    [DataRow("-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----")]
    [DataRow("https://host/path?page=2&from=2026-11-24#part")]
    [DataRow("ñandú 😀 Lotería „Única“ 100 % – ½")]
    public void What_only_resembles_one_is_left_alone(string text) => Assert.AreSame(text, Redactor.Clean(text));

    [TestMethod]
    public void Cleaning_again_changes_nothing()
    {
        string[] texts = ["password=x", "Cookie: a", "Key (email)=(a)", "https://a:b@c", "{\"pin\":\"1\"}", "a@b.cr"];
        foreach (var text in texts)
        {
            var once = Redactor.Clean(text);
            Assert.AreSame(once, Redactor.Clean(once));
        }
    }
}
