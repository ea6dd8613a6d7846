using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Lottery.ServiceDefaults;

/// <summary>Who is speaking: the fields that are the same in every record of one process.</summary>
public sealed record ProcessIdentity(string Service, string Version, string Host, string Environment)
{
    public bool IsDevelopment => Environment == Environments.Development;

    internal static ProcessIdentity Of(string service, IHostEnvironment environment) =>
        new(service, ProductVersion, System.Environment.MachineName, environment.EnvironmentName);

    private static string ProductVersion => typeof(ProcessIdentity).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
