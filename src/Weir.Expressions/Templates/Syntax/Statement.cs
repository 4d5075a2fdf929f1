namespace Weir.Expressions.Templates.Syntax;

/// <summary>Whether a tag eats the white space before it (<c>{{~</c>) and after it (<c>~}}</c>).</summary>
internal readonly record struct Strip(bool Before, bool After);

/// <summary>A piece of a template's text, in the order of the text.</summary>
internal abstract class Statement;

/// <summary>Text between tags. White-space control shortens <see cref="Value"/> and looks at <see cref="Original"/>.</summary>
internal sealed class Content(string original) : Statement
{
    public string Original { get; } = original;

    public string Value { get; set; } = original;

    public bool LeftStripped { get; set; }

    public bool RightStripped { get; set; }
}

/// <summary><c>{{! … }}</c></summary>
internal sealed class Comment(Strip strip) : Statement
{
    public Strip Strip => strip;
}

/// <summary><c>{{head arguments}}</c></summary>
internal sealed class Mustache(Invocation invocation, Strip strip) : Statement
{
    public Invocation Invocation => invocation;

    public Strip Strip => strip;
}

/// <summary>
/// <c>{{#head}} body {{else}} inverse {{/head}}</c>, or <c>{{^head}}</c> with the two exchanged. At least one is there.
/// </summary>
internal sealed class Block(Invocation invocation) : Statement
{
    public Invocation Invocation => invocation;

    /// <summary>A <c>{{{{raw}}}}</c> block: its body is one text that nobody reads.</summary>
    public bool IsRaw { get; init; }

    public IReadOnlyList<string> Parameters { get; init; } = [];

    public Body? Body { get; init; }

    public Body? Inverse { get; init; }

    /// <summary>The body after the opening tag.</summary>
    public Body First => Body ?? Inverse!;

    public Strip OpenStrip { get; init; }

    public Strip InverseStrip { get; init; }

    public Strip CloseStrip { get; set; }
}

/// <summary>The statements between two tags.</summary>
internal sealed class Body(List<Statement> statements)
{
    public List<Statement> Statements => statements;

    /// <summary>The body is the one block of an <c>{{else if …}}</c>.</summary>
    public bool IsChained { get; init; }
}
