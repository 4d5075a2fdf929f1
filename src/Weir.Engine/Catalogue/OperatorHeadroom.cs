using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>
/// How much of each account's limit the operator leaves to others that call the same account
/// (<c>Weir:Applications:&lt;key&gt;:Headroom</c>).
/// </summary>
public static class OperatorHeadroom
{
    /// <summary>More would be a mistake: to stop calling an application, stop its flows.</summary>
    public const int PercentMax = 90;

    internal static string? Problem(string key, Dictionary<string, ApplicationDefinition> applications)
    {
        var setting = $"Weir:Applications:{key}:Headroom";
        if (!applications.TryGetValue(key, out var application))
        {
            return $"{setting}: there is no application '{key}'; there are {string.Join(", ", applications.Keys.Order())}";
        }

        return application.Http?.Limits.Bucket is null ? $"{setting}: '{key}' has no limit to leave room in" : null;
    }

    internal static ApplicationDefinition Apply(ApplicationDefinition application, int percent) =>
        application with { Http = application.Http! with { HeadroomPercent = percent } };
}
