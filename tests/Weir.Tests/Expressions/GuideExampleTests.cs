using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Paths;
using Weir.Expressions.Templates;

namespace Weir.Tests.Expressions;

/// <summary>Runs the examples of the guide: <c>expression => result</c> in its fences.</summary>
public sealed class GuideExampleTests
{
    private static readonly Variables Run = new("2024-01-01T00:00:00Z", "2024-02-29T12:34:56Z", "run_1");

    [Fact]
    public void Every_example_of_the_guide_gives_what_it_says()
    {
        List<string> wrong = [];
        var ran = 0;
        string? language = null;
        var (record, lookups, expression) = ("null", "null", "");
        foreach (var line in File.ReadLines(Guide()))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                language = language is null ? line[3..] : null;
                (record, lookups, expression) = ("null", "null", "");
            }
            else if (language is null)
            {
                continue;
            }
            else if (line.StartsWith("with ", StringComparison.Ordinal))
            {
                record = line[5..];
            }
            else if (line.StartsWith("lookups ", StringComparison.Ordinal))
            {
                lookups = line[8..];
            }
            else if ($" {line}".LastIndexOf(" => ", StringComparison.Ordinal) is >= 0 and var at)
            {
                expression += line[..Math.Max(0, at - 1)];
                var (expected, actual) = (line[(at + 3)..], Evaluate(language, expression, record, lookups));
                ran++;
                if (actual != expected)
                {
                    wrong.Add($"{language}: {expression} gives {actual}, not {expected}");
                }

                expression = "";
            }
            else
            {
                expression += line;
            }
        }

        Assert.Empty(wrong);
        Assert.True(ran > 50, $"Only {ran} examples were found.");
    }

    [Fact]
    public void The_guide_names_every_helper()
    {
        var guide = File.ReadAllText(Guide());
        Assert.All(
            Weir.Expressions.Templates.Functions.Catalogue.Names,
            name => Assert.Matches($@"`(end |…, )?{name}[ `]|\{{\{{#?\(?{name} ", guide));
    }

    private static string Evaluate(string language, string expression, string record, string lookups)
    {
        try
        {
            return language.Split(' ') switch
            {
                ["path"] => Path(expression, JsonElement.Parse(record)),
                ["filter"] => Filter(expression, JsonElement.Parse(record)),
                ["mapping"] => Mapping(expression, JsonElement.Parse(record), JsonElement.Parse(lookups)),
                ["template", .. var place] => Template.Parse(
                    expression, place is [var name] ? Enum.Parse<Place>(name, ignoreCase: true) : Place.Text)
                    .RenderText(JsonElement.Parse(record), Run),
                _ => throw new InvalidOperationException($"The fence '{language}' is none of ours."),
            };
        }
        catch (ExpressionException)
        {
            return "refused";
        }
        catch (EvaluationException)
        {
            return "error";
        }
    }

    private static string Path(string expression, JsonElement record)
    {
        List<JsonElement> values = [];
        JsonPath.Parse(expression).Select(record, values);
        return Json.Text(values);
    }

    private static string Filter(string expression, JsonElement record)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            Weir.Expressions.Filters.Filter.Parse(JsonElement.Parse(expression)).Evaluate(record, writer);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Mapping(string expression, JsonElement record, JsonElement lookups)
    {
        var output = new ArrayBufferWriter<byte>();
        Weir.Expressions.Mappings.Mapping.Parse(JsonElement.Parse(expression), lookups).Write(record, Run, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Guide()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(root!.FullName, "Weir.slnx")))
        {
            root = root.Parent;
        }

        return System.IO.Path.Combine(root.FullName, "docs", "expressions.md");
    }
}
