namespace Lottery.ServiceDefaults.Management;

/// <summary><c>health ADDRESS</c>: asks a process whether it is ready, for a container that has no other program to ask
/// with.</summary>
public static class HealthProbe
{
    public const string Name = "health";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    /// <returns>0 when it answers 200, 1 when it does not, 2 without an address.</returns>
    public static async Task<int> Run(string[] args)
    {
        if (args is not [_, var text] || !Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            await Console.Error.WriteLineAsync($"{Name} needs the address to ask, such as http://127.0.0.1:5081/health/ready.");
            return 2;
        }

        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(address);
            Console.WriteLine(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }
}
