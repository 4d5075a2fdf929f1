using System.Buffers;
using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Templates;
using static Weir.Tests.Expressions.Templates.Rendered;

namespace Weir.Tests.Expressions.Templates;

public sealed class LimitTests
{
    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    [Fact]
    public void Blocks_nest_up_to_the_bound()
    {
        const int Max = TemplateLimits.NestingMax;
        Assert.Equal("x", Text(Repeat("{{#with this as |a b|}}".Replace(" b", "", StringComparison.Ordinal), Max) + "x" + Repeat("{{/with}}", Max), """{"a":1}"""));
        Assert.Equal("", Text(Repeat("{{#each this as |a b|}}", Max) + "x" + Repeat("{{/each}}", Max), "{}"));
        Refused(Repeat("{{#if a}}", Max + 1) + Repeat("{{/if}}", Max + 1));
        Refused("{{trim " + Repeat("(trim ", Max + 1) + "a" + Repeat(")", Max + 1) + "}}");
        Refused("{{#if a}}" + Repeat("{{else if a}}", Max + 1) + "{{/if}}");
        Refused("{{#if a}}" + Repeat("{{#if a}}", 200_000));
        Refused("{{trim " + Repeat("(", 200_000));
    }

    [Fact]
    public void A_template_longer_than_the_bound_is_refused() => Refused(new string('x', TemplateLimits.TextCharsMax + 1));

    [Fact]
    public void Lists_in_lists_in_lists_run_out_of_steps()
    {
        var record = $$"""{"a":[{{string.Join(',', Enumerable.Range(0, 300))}}]}""";
        Fails("{{#each a}}{{#each ../a}}{{#each ../../a}}{{/each}}{{/each}}{{/each}}", record);
        Fails("{{#each a}}{{#each ../a}}{{sort ../../a}}{{/each}}{{/each}}", record);
        var wide = $$"""{"a":[{{string.Join(',', Enumerable.Range(0, 30_000).Select(i => $"{{\"k\":{i}}}"))}}],"s":"{{new string('x', 1_000_000)}}"}""";
        Fails("{{#each a}}{{lookup ../a 29999}}{{/each}}", wide);
        Fails("{{#each a}}{{length ../s}}{{/each}}", wide);
    }

    [Fact]
    public void Output_is_bounded()
    {
        var record = $$"""{"s":"{{new string('x', 100_000)}}","a":[{{string.Join(',', Enumerable.Range(0, 300))}}]}""";
        Fails("{{#each a}}{{../s}}{{/each}}", record);
        Fails("{{#each a}}{{replace ../s 'x' ../s}}{{/each}}", record);
        Fails("{{regexReplace s s 'x'}}", record);
        Fails("{{join s (split s 'x') s}}", record);
    }

    [Fact]
    public void Numbers_are_bounded()
    {
        Fails("{{add x 1}}", """{"x":1e999999999}""");
        Fails("{{multiply x x}}", """{"x":1e300}""");
        Assert.Equal("1" + new string('0', 299) + "1", Text("{{add x 1}}", """{"x":1e300}"""));
        Assert.Equal("1e999999999", Text("{{x}}", """{"x":1e999999999}"""));
    }

    [Fact]
    public void Deep_lists_are_bounded()
    {
        var deep = Repeat("[", 60) + Repeat("]", 60);
        Assert.Equal("", Text("{{x}}", $$"""{"x":{{deep}}}"""));
        using var deeper = JsonDocument.Parse(
            Repeat("[", 5_000) + Repeat("]", 5_000), new JsonDocumentOptions { MaxDepth = 10_000 });
        Assert.Throws<EvaluationException>(() => Template.Parse("{{this}}").RenderText(deeper.RootElement, Variables.None));
    }

    [Fact]
    public void A_rendering_that_failed_leaves_nothing_for_the_next()
    {
        Fails("{{#each a}}{{add this 1}}{{/each}}", """{"a":[1,"x"]}""");
        Assert.Equal("[]", Text("[{{@index}}{{../a}}{{this.a}}]", "{}"));
    }

    [Theory]
    [InlineData("{{id}}", Place.Text)]
    [InlineData("/tickets/{{id}}/{{name}}", Place.Path)]
    [InlineData("""{"id":{{id}},"name":"{{name}}","done":{{done}},"at":"{{thisRun}}"}""", Place.Json)]
    [InlineData("{{#if done}}{{id}}{{else}}{{name}}{{/if}}{{#each list}}{{@index}}{{this}}{{/each}}", Place.Query)]
    public void A_simple_template_allocates_nothing(string template, Place place)
    {
        using var record = JsonDocument.Parse("""{"id":12,"name":"Ann","done":true,"list":[1,"b"]}""");
        var parsed = Template.Parse(template, place);
        var output = new ArrayBufferWriter<byte>(4096);
        void Render()
        {
            output.ResetWrittenCount();
            parsed.Render(record.RootElement, Run, output);
        }

        Render();
        Render();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Render();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void One_template_renders_on_many_threads()
    {
        var template = Template.Parse("{{#each a}}{{@index}}{{this}}{{/each}}{{id}}");
        Parallel.For(0, 2_000, i =>
        {
            using var record = JsonDocument.Parse($$"""{"id":{{i}},"a":[{{i}},"x"]}""");
            Assert.Equal($"0{i}1x{i}", template.RenderText(record.RootElement, Run));
        });
    }
}
