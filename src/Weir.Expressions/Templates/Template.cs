using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Expressions.Templates.Nodes;
using Weir.Expressions.Templates.Syntax;

namespace Weir.Expressions.Templates;

/// <summary>
/// A Handlebars template over JSON, compiled once. Rendering is a pure function of record and variables, safe to call from
/// many threads, and bounded in steps and output. <c>docs/expressions.md</c> is the language.
/// </summary>
public sealed class Template
{
    private readonly Place _place;
    private readonly Node _node;
    private readonly byte[]? _constant;

    private Template(string text, Place place, Node node)
    {
        Text = text;
        _place = place;
        _node = node;
        _constant = (node as TextNode)?.Bytes;
    }

    /// <summary>The template as it was written.</summary>
    public string Text { get; }

    /// <summary>There is no expression inside: it renders the same for every record.</summary>
    public bool IsConstant => _constant is not null;

    /// <param name="text">The template.</param>
    /// <param name="place">Where what it renders will stand; each value is escaped for it.</param>
    /// <exception cref="ExpressionException">
    /// The text is no template, calls a helper that there is not, or uses a partial or a decorator. The position counts from 0
    /// in <paramref name="text"/>.
    /// </exception>
    public static Template Parse(string text, Place place = Place.Text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > TemplateLimits.TextCharsMax)
        {
            throw new ExpressionException(
                $"The template is longer than {TemplateLimits.TextCharsMax} characters.", TemplateLimits.TextCharsMax);
        }

        CheckUnicode(text);
        var template = new Template(text, place, Compiler.Compile(Parser.Parse(text)));
        if (template._constant is { } constant && Result.Problem(place, constant, []) is { } problem)
        {
            throw new ExpressionException(problem, 0);
        }

        return template;
    }

    /// <summary>Writes the rendered text as UTF-8: all of it, or nothing where it fails.</summary>
    /// <exception cref="EvaluationException">With the code <c>template</c>: this record cannot be rendered.</exception>
    public void Render(JsonElement record, Variables variables, IBufferWriter<byte> output) =>
        Render(record, record, variables, output);

    /// <summary>The same for one item of a list.</summary>
    /// <param name="record">The item: what names and <c>record</c> mean.</param>
    /// <param name="root">The whole record: what <c>root</c> and <c>@root</c> mean.</param>
    /// <param name="variables">The run's times and id.</param>
    /// <param name="output">Where the UTF-8 goes.</param>
    /// <exception cref="EvaluationException">With the code <c>template</c>: this record cannot be rendered.</exception>
    public void Render(JsonElement record, JsonElement root, Variables variables, IBufferWriter<byte> output)
    {
        if (_constant is not null)
        {
            output.Write(_constant);
            return;
        }

        var rendering = Rendering.Begin(_place, record, root, variables);
        try
        {
            output.Write(Render(rendering));
        }
        finally
        {
            rendering.End();
        }
    }

    /// <summary>The same, at the end of a text that is being written.</summary>
    internal void Append(JsonElement record, JsonElement root, Variables variables, Utf8Text target)
    {
        if (_constant is not null)
        {
            target.Append(_constant);
            return;
        }

        var rendering = Rendering.Begin(_place, record, root, variables);
        try
        {
            target.Append(Render(rendering));
        }
        finally
        {
            rendering.End();
        }
    }

    /// <summary>The same as a text.</summary>
    /// <exception cref="EvaluationException">With the code <c>template</c>: this record cannot be rendered.</exception>
    public string RenderText(JsonElement record, Variables variables)
    {
        if (_constant is not null)
        {
            return Encoding.UTF8.GetString(_constant);
        }

        var rendering = Rendering.Begin(_place, record, record, variables);
        try
        {
            return Encoding.UTF8.GetString(Render(rendering));
        }
        finally
        {
            rendering.End();
        }
    }

    private ReadOnlySpan<byte> Render(Rendering rendering)
    {
        _node.Write(rendering);
        var written = rendering.Output.Written;
        return Result.Problem(_place, written, rendering.Empties) is { } problem
            ? throw new EvaluationException("template", problem)
            : written;
    }

    private static void CheckUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                throw new ExpressionException($"The template holds half of a character (position {i}).", i);
            }
        }
    }
}
