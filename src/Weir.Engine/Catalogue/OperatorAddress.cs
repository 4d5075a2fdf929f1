using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>
/// The operator's own base address of an application (<c>Weir:Applications:&lt;key&gt;:BaseUri</c>): for sandboxes,
/// proxies and tests. It allows exactly its origin and may be loopback or private. // Promise 5
/// </summary>
internal static class OperatorAddress
{
    public static string? Problem(string key, string baseUri, Dictionary<string, ApplicationDefinition> applications)
    {
        var setting = $"Weir:Applications:{key}:BaseUri";
        if (!applications.TryGetValue(key, out var application))
        {
            return $"{setting}: there is no application '{key}'; there are {string.Join(", ", applications.Keys.Order())}";
        }

        return application.Http is null
            ? $"{setting}: '{key}' has no address to replace"
            : HttpRules.BaseUriProblem(baseUri, application.Form) is { } problem ? $"{setting}: {problem}" : null;
    }

    public static ApplicationDefinition Apply(ApplicationDefinition application, string baseUri) =>
        application with
        {
            Http = application.Http! with { BaseUri = baseUri, AllowedHosts = [], Trusted = true },
        };
}
