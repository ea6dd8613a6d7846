using System.Buffers;
using System.Collections.Concurrent;

namespace Lottery.ServiceDefaults.Redaction.Names;

/// <summary>
/// Which names say that their value is nobody's business. A name is read as words (<c>accessToken</c>,
/// <c>access_token</c> and <c>Access-Token</c> are two each); a word of the list hides it unless the name ends in what
/// is only told about the secret, as <c>tokenCount</c> does. The table with its reasons is decision 0022.
/// </summary>
internal static class HiddenNames
{
    private const int LongestRemembered = 64;
    private const int MostRemembered = 1024;

    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    /// <summary>One of these words is enough.</summary>
    private static readonly HashSet<string> Words =
    [
        "password", "passwords", "passwd", "passphrase", "passcode", "pwd", "pass", "contrasena", "contrasenas",
        "clave", "claves", "pin", "otp", "token", "tokens", "jwt", "bearer", "secret", "secrets", "secreto",
        "authorization", "cookie", "cookies", "dsn", "credential", "credentials", "credenciales", "apikey",
        "tarjeta", "cvv", "cvc", "iban", "ssn", "cedula", "cedulas", "dimex", "identificacion",
        "identification", "dni", "pasaporte", "passport", "email", "emails", "mail", "correo", "correos",
        "phone", "phones", "telefono", "telefonos", "tel", "celular", "whatsapp", "apellido", "apellidos",
        "surname",
    ];

    /// <summary>These hide when they are the whole name, or when a part of a name written in one word.</summary>
    private static readonly string[] Compounds =
    [
        "password", "passwd", "contrasena", "accesstoken", "refreshtoken", "idtoken", "authtoken", "sessiontoken",
        "apitoken", "csrftoken", "xsrftoken", "apikey", "privatekey", "secretkey", "signingkey", "accesskey",
        "encryptionkey", "clientsecret", "authorization", "setcookie", "connectionstring", "cardnumber", "creditcard",
        "cardholder", "numerotarjeta", "securitycode", "socialsecurity", "nationalid", "taxid", "phonenumber",
        "mobilenumber", "emailaddress", "clientname", "clientsname", "customername", "customersname", "clientenombre",
        "clientesnombre", "nombrecliente",
        "nombredelcliente", "nombredecliente", "playername", "nombrejugador", "firstname", "lastname", "fullname",
        "nombrecompleto", "documentoidentidad",
    ];

    private static readonly SearchValues<string> AnyCompound = SearchValues.Create(Compounds, StringComparison.Ordinal);

    private static readonly HashSet<string> Whole = ["auth", "cliente", "customer", "card", "mobile", "movil"];

    /// <summary>A name that ends in one of these tells about the secret and does not hold it.</summary>
    private static readonly HashSet<string> AboutIt =
    [
        "count", "length", "size", "id", "ids", "type", "kind", "at", "expiry", "expires", "expiration",
        "lifetime", "ttl", "age", "seconds", "minutes", "ms", "version", "attempts", "policy", "strength",
        "valid", "invalid", "changed", "required", "enabled", "present", "confirmed", "verified", "sent",
        "limit", "max", "min", "index", "status", "state", "reason", "error", "errors", "host", "server",
        "port", "provider", "issuer", "audience", "on", "used", "cantidad", "tipo", "estado",
    ];

    private static readonly HashSet<string> AboutItFirst =
        ["tipo", "cantidad", "fecha", "estado", "total", "count", "max", "min"];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> WordLookup = LookUp(Words);
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> WholeLookup = LookUp(Whole);
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> AboutItLookup = LookUp(AboutIt);
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> AboutFirstLookup = LookUp(AboutItFirst);

    public static bool Contains(string name)
    {
        if (Known.TryGetValue(name, out var hides))
        {
            return hides;
        }

        hides = Contains(name.AsSpan());
        // Names come from clients too; what they make up must not fill the memory.
        if (name.Length <= LongestRemembered && Known.Count < MostRemembered)
        {
            Known.TryAdd(name, hides);
        }

        return hides;
    }

    public static bool Contains(ReadOnlySpan<char> name)
    {
        Span<char> letters = stackalloc char[NameWords.Longest];
        Span<Range> words = stackalloc Range[NameWords.Most];
        // Nobody calls a field by a name that is longer; whatever it is, it is not missed.
        if (name.Length > NameWords.Longest)
        {
            return true;
        }

        var count = NameWords.Split(name, letters, words, out var length);
        var compact = letters[..length];
        if (count == 0)
        {
            return false;
        }

        if (WholeLookup.Contains(compact))
        {
            return true;
        }

        if (AboutFirstLookup.Contains(compact[words[0]]))
        {
            return false;
        }

        var isAboutIt = AboutItLookup.Contains(compact[words[count - 1]]);
        return HasCompound(compact, out var ending)
            ? ending.Length == 0 || !(isAboutIt || AboutItLookup.Contains(ending))
            : !isAboutIt && HasWord(compact, words[..count]);
    }

    /// <summary>True when two words beside each other are such a name: "client name".</summary>
    public static bool HidesTogether(ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        if (first.Length + second.Length >= NameWords.Longest)
        {
            return false;
        }

        Span<char> both = stackalloc char[NameWords.Longest];
        Span<char> letters = stackalloc char[NameWords.Longest];
        Span<Range> words = stackalloc Range[NameWords.Most];
        first.CopyTo(both);
        second.CopyTo(both[first.Length..]);
        NameWords.Split(both[..(first.Length + second.Length)], letters, words, out var length);
        return HasCompound(letters[..length], out var ending) && ending.Length == 0;
    }

    private static bool HasWord(ReadOnlySpan<char> letters, ReadOnlySpan<Range> words)
    {
        foreach (var word in words)
        {
            if (WordLookup.Contains(letters[word]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasCompound(ReadOnlySpan<char> letters, out ReadOnlySpan<char> ending)
    {
        ending = default;
        if (!letters.ContainsAny(AnyCompound))
        {
            return false;
        }

        foreach (var compound in Compounds)
        {
            if (letters.LastIndexOf(compound) is >= 0 and var at)
            {
                ending = letters[(at + compound.Length)..];
                return true;
            }
        }

        return false;
    }

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> LookUp(HashSet<string> set) =>
        set.GetAlternateLookup<ReadOnlySpan<char>>();
}
