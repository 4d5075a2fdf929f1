using System.Text.Json;

namespace Weir.Tests.Expressions;

/// <summary>The public suites beside the repository. Where they are missing the test skips and says so.</summary>
internal static class PublicSuite
{
    public static JsonElement Read(string file)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Weir.slnx")))
        {
            root = root.Parent;
        }

        var path = Path.Combine(root?.Parent?.FullName ?? "", "shared", "suites", file);
        Assert.SkipUnless(File.Exists(path), $"The public suite shared/suites/{file} is not beside the repository.");
        return JsonElement.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 1_000 });
    }
}
