using System.Text.Json;
using Microsoft.Playwright;
using Weir.Tests.Tidy;

namespace Weir.BrowserTests.Harness;

/// <summary>The rules of axe-core, in the version that the pages' own tests use.</summary>
internal static class Axe
{
    private const string Rules =
        """
        async () => {
          const { violations } = await axe.run(document, { resultTypes: ['violations'] });
          return JSON.stringify(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
            .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`));
        }
        """;

    private static readonly Lazy<string> Source = new(() => Repository.Text("web/node_modules/axe-core/axe.min.js"));

    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        await page.EvaluateAsync($"() => {{ if (!window.axe) {{ {Source.Value} }} }}");
        var found = JsonSerializer.Deserialize<List<string>>(await page.EvaluateAsync<string>(Rules))!;
        return [.. found.Select(violation => $"{page.Url}: {violation}")];
    }
}
