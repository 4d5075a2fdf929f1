namespace Weir.Expressions.Templates.Nodes;

/// <summary>A part of a compiled template. Nodes do not change, so many threads may render with them.</summary>
internal abstract class Node
{
    public abstract void Write(Rendering rendering);
}

/// <summary>The template's own text.</summary>
internal sealed class TextNode(byte[] bytes) : Node
{
    private readonly JsonState _fromOutside = JsonText.Follow(JsonState.Outside, bytes);
    private readonly JsonState _fromInside = JsonText.Follow(JsonState.Inside, bytes);
    private readonly JsonState _fromEscape = JsonText.Follow(JsonState.Escape, bytes);

    public byte[] Bytes => bytes;

    public override void Write(Rendering rendering)
    {
        rendering.Output.Append(bytes);
        rendering.Json = rendering.Json switch
        {
            JsonState.Outside => _fromOutside,
            JsonState.Inside => _fromInside,
            _ => _fromEscape,
        };
    }
}

/// <summary><c>{{value}}</c></summary>
internal sealed class PrintNode(Operand operand) : Node
{
    public override void Write(Rendering rendering) => Printing.Print(rendering, operand.Evaluate(rendering));
}

internal sealed class SequenceNode(Node[] nodes) : Node
{
    public override void Write(Rendering rendering)
    {
        foreach (var node in nodes)
        {
            rendering.Step();
            node.Write(rendering);
        }
    }
}
