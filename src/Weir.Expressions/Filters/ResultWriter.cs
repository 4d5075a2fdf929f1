using System.Text.Json;
using Weir.Expressions.Paths;

namespace Weir.Expressions.Filters;

/// <summary>Writes a rule's result as JSON, bounded in size and depth.</summary>
internal sealed class ResultWriter(Utf8JsonWriter writer)
{
    private readonly long _start = writer.BytesCommitted + writer.BytesPending;

    public void Write(in Value value, ref Budget budget, int depth = 0)
    {
        budget.Spend();
        if (depth > FilterLimits.ValueNestingLevelsMax)
        {
            throw Budget.Exceeded("nests its result", FilterLimits.ValueNestingLevelsMax, "levels deep");
        }

        switch (value.Kind)
        {
            case ValueKind.Boolean:
                writer.WriteBooleanValue(value.Boolean);
                break;
            case ValueKind.Number when !value.IsElement:
                WriteNumber(value.Number);
                break;
            case ValueKind.Text:
                WriteText(value.Text(ref budget), ref budget);
                break;
            case ValueKind.List when value.OwnItems is { } items:
                WriteItems(items, ref budget, depth);
                break;
            case ValueKind.Object when value.Reduction is { } reduction:
                writer.WriteStartObject();
                WriteMember("current", reduction.Current, ref budget, depth);
                WriteMember("accumulator", reduction.Accumulator, ref budget, depth);
                writer.WriteEndObject();
                break;
            case ValueKind.Number or ValueKind.List or ValueKind.Object:
                WriteElement(value, ref budget);
                break;
            default:
                writer.WriteNullValue();
                break;
        }

        if (writer.BytesCommitted + writer.BytesPending - _start > FilterLimits.OutputBytesMax)
        {
            throw Budget.Exceeded("gives a result of", FilterLimits.OutputBytesMax, "bytes");
        }
    }

    private void WriteMember(string name, in Value value, ref Budget budget, int depth)
    {
        if (value.Kind is not ValueKind.Undefined)
        {
            writer.WritePropertyName(name);
            Write(value, ref budget, depth + 1);
        }
    }

    private void WriteItems(Value[] items, ref Budget budget, int depth)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            Write(item, ref budget, depth + 1);
        }

        writer.WriteEndArray();
    }

    /// <summary>What JSON cannot hold is null; there is no negative zero.</summary>
    private void WriteNumber(double number)
    {
        if (!double.IsFinite(number))
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteNumberValue(number == 0 ? 0 : number);
        }
    }

    /// <summary>Half a character, which <c>substr</c> can leave, would be written as another one.</summary>
    private void WriteText(string text, ref Budget budget)
    {
        budget.SpendText(text.Length);
        if (!ScalarText.IsUnicode(text))
        {
            throw JsonText.NotUnicode(Budget.Code);
        }

        writer.WriteStringValue(text);
    }

    private void WriteElement(in Value value, ref Budget budget)
    {
        budget.SpendText(value.RawLength);
        try
        {
            value.Element.WriteTo(writer);
        }
        catch (Exception e) when (e is ArgumentException or (InvalidOperationException and not ObjectDisposedException))
        {
            throw JsonText.NotUnicode(Budget.Code);
        }
    }
}
