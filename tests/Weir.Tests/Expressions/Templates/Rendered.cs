using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Templates;

namespace Weir.Tests.Expressions.Templates;

/// <summary>Makes a test of a template one line.</summary>
internal static class Rendered
{
    public static readonly Variables Run = new("2024-01-01T00:00:00Z", "2024-02-29T12:34:56.789Z", "run_1");

    public static string Text(string template, string record, Place place = Place.Text)
    {
        using var document = JsonDocument.Parse(record);
        var parsed = Template.Parse(template, place);
        var text = parsed.RenderText(document.RootElement, Run);
        var output = new ArrayBufferWriter<byte>();
        parsed.Render(document.RootElement, Run, output);
        Assert.Equal(text, Encoding.UTF8.GetString(output.WrittenSpan));
        return text;
    }

    public static EvaluationException Fails(string template, string record, Place place = Place.Text)
    {
        using var document = JsonDocument.Parse(record);
        var parsed = Template.Parse(template, place);
        var output = new ArrayBufferWriter<byte>();
        var error = Assert.Throws<EvaluationException>(() => parsed.Render(document.RootElement, Run, output));
        Assert.Equal("template", error.Code);
        Assert.Equal(0, output.WrittenCount);
        return error;
    }

    public static ExpressionException Refused(string template, Place place = Place.Text)
    {
        var error = Assert.Throws<ExpressionException>(() => Template.Parse(template, place));
        Assert.InRange(error.Position, 0, template.Length);
        return error;
    }
}
