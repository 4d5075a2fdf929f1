using System.Buffers;
using System.Text.Json;

namespace Weir.Expressions.Mappings;

/// <summary>
/// A document in the shape of the output, compiled once. Writing is a pure function of record and variables, safe to call
/// from many threads, and bounded in steps and output. <c>docs/expressions.md</c> is the language.
/// </summary>
public sealed class Mapping
{
    private readonly Part _part;

    private Mapping(Part part) => _part = part;

    /// <summary>The names of the output's fields in their order; null where the output is not an object of its own.</summary>
    public IReadOnlyList<string>? Columns => (_part as ObjectPart)?.Names;

    /// <param name="document">The mapping.</param>
    /// <param name="lookups">Its tables, <c>{"status":{"open":"1"}}</c>; none where it is undefined or null.</param>
    /// <exception cref="ExpressionException">
    /// The document is no mapping. Its path says where, as <c>lines.@each</c> or <c>['unit price']</c>; a problem of the
    /// tables stands at <c>@lookups.status</c>. The position counts inside the path or template that stands there.
    /// </exception>
    public static Mapping Parse(JsonElement document, JsonElement lookups = default) =>
        new(new MappingCompiler(Lookups.Parse(lookups)).Compile(document));

    /// <summary>Writes one JSON value as UTF-8: all of it, or nothing where it fails.</summary>
    /// <exception cref="EvaluationException">
    /// With the code <c>mapping</c> and the output's path: this record cannot be mapped.
    /// </exception>
    public void Write(JsonElement record, Variables variables, IBufferWriter<byte> output)
    {
        var writing = Writing.Begin(record, variables);
        try
        {
            if (!_part.Write(writing))
            {
                throw writing.Fail("The mapping gives no value for this record.");
            }

            output.Write(writing.Output.Written);
        }
        catch (EvaluationException e) when (e.Code != "mapping" || e.Field is null)
        {
            throw new EvaluationException("mapping", e.Message, writing.Path.ToString());
        }
        finally
        {
            writing.End();
        }
    }
}
