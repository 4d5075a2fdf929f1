using System.Text;
using Weir.Sandbox.Gorgias;
using Weir.Tests.Tidy;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>The table of routes in the guide is what the sandbox answers, no more and no less.</summary>
public sealed class SandboxGuideTests
{
    private const string Guide = "docs/sandbox.md";
    private const string Begin = "<!-- routes: written by SandboxGuideTests -->\n";
    private const string End = "<!-- end of routes -->";

    [Fact]
    public void The_guide_lists_every_route()
    {
        var text = Repository.Text(Guide);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= 0 && end > begin, $"{Guide} has no place for the table of routes.");

        var table = new StringBuilder("| | | |\n|---|---|---|\n");
        foreach (var route in GorgiasApi.Routes)
        {
            table.Append($"| {route.Method} | `{route.Pattern}` | {route.About} |\n");
        }

        Snapshot.MustBe(Guide, string.Concat(text.AsSpan(0, begin + Begin.Length), table.ToString(), text.AsSpan(end)));
    }
}
