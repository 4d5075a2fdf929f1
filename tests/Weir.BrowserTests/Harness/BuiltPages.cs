using Weir.Tests.Tidy;

namespace Weir.BrowserTests.Harness;

/// <summary>The pages under test: those that <c>./test</c> has built, else what <c>npm run build</c> left in web/.</summary>
internal static class BuiltPages
{
    private static readonly string? Given =
        Environment.GetEnvironmentVariable("WEIR_PAGES") is { Length: > 0 } given ? given : null;

    public static string Folder { get; } = Given ?? Repository.Full("web/dist");

    /// <summary>Who named a folder wants its pages tested; who named none may have no Node.js to build them.</summary>
    public static void MustBeThere()
    {
        if (File.Exists(Path.Combine(Folder, "index.html")))
        {
            return;
        }

        Assert.True(Given is null, $"WEIR_PAGES names {Folder}, and there is no index.html in it.");
        Assert.Skip("The pages are not built: run ./test, or npm ci and npm run build in web/.");
    }
}
