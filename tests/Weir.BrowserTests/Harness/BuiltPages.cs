using Weir.Tests.Tidy;

namespace Weir.BrowserTests.Harness;

/// <summary>The pages under test: those that <c>./test</c> has built, else what <c>npm run build</c> left in web/.</summary>
internal static class BuiltPages
{
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("WEIR_PAGES") is { Length: > 0 } given ? given : Repository.Full("web/dist");

    public static void MustBeThere() => Assert.SkipUnless(
        File.Exists(Path.Combine(Folder, "index.html")),
        "The pages are not built: run ./test, or npm ci and npm run build in web/.");
}
