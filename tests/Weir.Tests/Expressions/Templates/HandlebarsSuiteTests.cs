using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Templates;

namespace Weir.Tests.Expressions.Templates;

/// <summary>The public cases of handlebars.js, beside the repository in <c>shared/suites/handlebars</c>.</summary>
public sealed class HandlebarsSuiteTests
{
    // Cases of the language that Weir refuses on purpose, by file and index.
    private static readonly Dictionary<(string File, int Index), string> Refused = new()
    {
        [("regressions", 28)] = "inline partials and partial blocks",
    };

    [Fact]
    public void Every_case_without_partials_and_options_gives_what_handlebars_gives()
    {
        List<string> wrong = [];
        var ran = 0;
        foreach (var one in PublicSuite.Read("handlebars/cases.json").EnumerateArray())
        {
            if (one.TryGetProperty("partials", out _)
                || one.TryGetProperty("compileOptions", out _)
                || one.TryGetProperty("runtimeOptions", out _))
            {
                continue;
            }

            ran++;
            var key = (one.GetProperty("file").GetString()!, one.GetProperty("index").GetInt32());
            var expected = Refused.ContainsKey(key) || one.TryGetProperty("exception", out _) ? null
                : one.TryGetProperty("expectedRaw", out var raw) ? raw.GetString()
                : one.GetProperty("expected").GetString();
            var actual = Render(one.GetProperty("template").GetString()!, one.GetProperty("data"));
            if (actual != expected)
            {
                wrong.Add($"{key}: {one.GetProperty("template")} gives {actual ?? "a refusal"}, not {expected ?? "a refusal"}");
            }
        }

        Assert.Equal(165, ran);
        Assert.Empty(wrong);
    }

    private static string? Render(string template, JsonElement data)
    {
        try
        {
            return Template.Parse(template).RenderText(data, Variables.None);
        }
        catch (ExpressionException)
        {
            return null;
        }
    }
}
