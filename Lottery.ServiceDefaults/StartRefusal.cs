using Microsoft.Extensions.Options;

namespace Lottery.ServiceDefaults;

/// <summary>A configuration that cannot work is answered on stderr with its sentences, not with a stack.</summary>
internal static class StartRefusal
{
    private const string ConfigurationBinder = "Microsoft.Extensions.Configuration.Binder";

    public static bool TryExplain(Exception? exception)
    {
        if (Sentences(exception) is not { } sentences)
        {
            return false;
        }

        foreach (var sentence in sentences)
        {
            Console.Error.WriteLine(sentence);
        }

        return true;
    }

    private static IEnumerable<string>? Sentences(Exception? exception) => exception switch
    {
        OptionsValidationException refusal => refusal.Failures,
        AggregateException { InnerExceptions: var all } when all.All(one => one is OptionsValidationException) =>
            all.SelectMany(one => ((OptionsValidationException)one).Failures),
        InvalidOperationException { Source: ConfigurationBinder } notOfItsType => [notOfItsType.Message],
        _ => null,
    };
}
