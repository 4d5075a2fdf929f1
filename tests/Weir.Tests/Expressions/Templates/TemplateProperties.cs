using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using HandlebarsDotNet;
using Weir.Expressions;
using Weir.Expressions.Templates;
using static Weir.Tests.Expressions.Templates.Rendered;

namespace Weir.Tests.Expressions.Templates;

public sealed class TemplateProperties
{
    private static readonly string[] Pieces =
    [
        "{{", "}}", "{{{", "}}}", "{{{{", "}}}}", "{{#", "{{/", "{{^", "{{!", "{{!--", "--}}", "{{else", "{{else}}", "{{else if a}}", "~",
        "#if a", "if", "each", "with", "raw", "a", "b.c", "../a", "this", "@index", "@root", "[x y]", ".", "..", "/", " ", "\n", "\\", "\"", "'",
        "(", ")", "|", "as |x y|", "=", "n=1", "12", "-1.5", "true", "null", "text", "{{a}}", "{{#if a}}", "{{/if}}", "{{#each l}}", "{{/each}}",
        "{{trim a}}", "{{add a 1}}", "split", "regexMatch", "\"(a+)+$\"", "dateFormat", "\"yyyy\"", "json", "record", "\ud83d\ude00", "\ud800", "\0",
        ">", "*", "&", "é", "{\"a\":", "\"{{a}}\"", "}",
    ];

    private static Gen<string> TemplateTexts =>
        Gen.Elements(Pieces).ArrayOf().Select(pieces => string.Concat(pieces));

    private static Gen<string> Texts => Gen.OneOf(
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get),
        Gen.Elements(
            "", ".", "..", "a/b", "\"", "\\", "a\",\"b\":\"", "\r\nX: y", "%2e%2e", "%", "&a=b", "é😀", "{{a}}", "\u2028", "\0", "1", "null")).Select(Clean);

    // Half a character is not a text that JSON could carry.
    private static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void No_text_makes_parsing_or_rendering_fail_in_another_way()
    {
        using var record = JsonDocument.Parse(
            """{"a":"x\n\"y","l":[1,{"a":[2,null]},"z"],"b":{"c":1.50},"0":true,"x y":{}}""");
        var property = Prop.ForAll(TemplateTexts.ToArbitrary(), Gen.Elements(Enum.GetValues<Place>()).ToArbitrary(), (text, place) =>
        {
            try
            {
                Template.Parse(text, place).RenderText(record.RootElement, Run);
            }
            catch (ExpressionException e)
            {
                return e.Position >= 0 && e.Position <= text.Length;
            }
            catch (EvaluationException e)
            {
                return e.Code == "template";
            }

            return true;
        });
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(20_000).WithEndSize(60), property);
    }

    [Fact]
    public void In_JSON_the_value_comes_back_as_it_went_in() => ForTexts(text =>
    {
        var record = Record(text);
        using var rendered = JsonDocument.Parse(
            Text("""{"a":"x{{v}}y","b":{{v}},"c":"{{trim v}}","d":{{uppercase v}},"e":"{{json record}}"}""", record, Place.Json));
        var root = rendered.RootElement;
        return root.GetPropertyCount() == 5
            && root.GetProperty("a").GetString() == $"x{text}y"
            && root.GetProperty("b").GetString() == text
            && root.GetProperty("c").GetString() == text.Trim()
            && root.GetProperty("d").GetString() is { } upper && upper.SequenceEqual(text.ToUpperInvariant())
            && JsonDocument.Parse(root.GetProperty("e").GetString()!).RootElement.GetProperty("v").GetString() == text;
    });

    [Fact]
    public void In_a_path_the_value_is_one_segment_of_the_address() => ForTexts(text =>
    {
        try
        {
            var path = Text("/a/{{v}}/b", Record(text), Place.Path);
            var address = new Uri("http://host.example" + path);
            var parts = address.GetComponents(UriComponents.Path, UriFormat.UriEscaped).Split('/');
            return parts is ["a", var segment, "b"] && Uri.UnescapeDataString(segment) == text && address.Query.Length == 0;
        }
        catch (Xunit.Sdk.XunitException)
        {
            throw;
        }
        catch (EvaluationException)
        {
            return text is "" or "." or "..";
        }
    });

    [Fact]
    public void In_a_query_the_value_is_one_value() => ForTexts(text =>
    {
        var query = Text("a={{v}}&b={{v}}", Record(text), Place.Query).Split('&');
        return query is [var a, var b]
            && Uri.UnescapeDataString(a[2..]) == text && Uri.UnescapeDataString(b[2..]) == text
            && Uri.EscapeDataString(text) == a[2..];
    });

    [Fact]
    public void In_a_header_the_value_stays_on_its_line() => ForTexts(text =>
    {
        try
        {
            return Text("x {{v}}", Record(text), Place.Header) == $"x {text}";
        }
        catch (EvaluationException)
        {
            return text.Any(c => c < 32 || c == 127);
        }
    });

    [Fact]
    public void Where_both_know_the_language_the_oracle_agrees()
    {
        var handlebars = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });
        var parts = Gen.Elements(
            "{{name}}", "{{customer.name}}", "{{missing}}", "{{count}}", " text ", "\n", "{{#if count}}yes{{else}}no{{/if}}",
            "{{#if missing}}yes{{else}}no{{/if}}", "{{#each tags}}{{this}},{{/each}}", "{{#each customers}}{{name}}{{@index}}{{../name}};{{/each}}",
            "{{#with customer}}{{name}}{{/with}}", "{{#unless missing}}{{name}}{{/unless}}", "{{! comment }}", "{{~name~}}", "\n{{#if name}}\nline\n{{/if}}\n",
            "{{#each none}}x{{else}}none{{/each}}", "{{#each tags}}{{@first}}{{/each}}".Replace("{{@first}}", "{{@index}}", StringComparison.Ordinal));
        var data = new Dictionary<string, object>
        {
            ["name"] = "Ann",
            ["count"] = 3,
            ["tags"] = new[] { "a", "b" },
            ["none"] = Array.Empty<string>(),
            ["customer"] = new Dictionary<string, object> { ["name"] = "Bo" },
            ["customers"] = new[] { new Dictionary<string, object> { ["name"] = "Cy" }, new Dictionary<string, object> { ["name"] = "Di" } },
        };
        var record = JsonSerializer.Serialize(data);
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(500), Prop.ForAll(
            parts.ArrayOf().Select(string.Concat<string>).ToArbitrary(),
            text => Text(text, record) == handlebars.Compile(text)(data)));
    }

    private static void ForTexts(Func<string, bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(1_000), Prop.ForAll(Texts.ToArbitrary(), holds));

    private static string Record(string value) => JsonSerializer.Serialize(new { v = value });
}
