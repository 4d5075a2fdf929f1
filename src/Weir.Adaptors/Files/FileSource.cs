using System.Text.Json;
using Weir.Adaptors.Http.Answers;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>
/// Reads the rows of a file, page by page, in their order. A state is a place in the file, so a run that was killed goes on there.
/// </summary>
internal sealed class FileSource : IPageSource
{
    private const int RowsDefault = 500;

    private readonly ParameterPlan _parameters;
    private readonly int _rows;

    /// <param name="operation">The operation.</param>
    /// <param name="export">What it is compiled from; problems are one refusal.</param>
    public FileSource(OperationDefinition operation, Export export)
    {
        var problems = new Problems();
        _parameters = new ParameterPlan(operation, export.Parameters, problems);
        _rows = export.PageSize ?? RowsDefault;
        RecordKey = operation.RecordKey;
        if (!export.Request.IsAbsent())
        {
            problems.Add("request", "The operation says what is read: give one or the other.");
        }

        FileParameters.Check(operation, export.Parameters, "records come out of it", problems);
        problems.Throw();
    }

    public string First => "";

    public bool HasCursors => false;

    public OrderDefinition? Order => null;

    public string? RecordKey { get; }

    public PreparedCall Prepare(string state, Variables variables)
    {
        var given = _parameters.Of(JsonDocuments.Empty, variables);
        var name = FileNames.Clean(given.Member("name").ScalarText() ?? "");
        return new FileRead(name, SeparatorOf(given), FilePlace.Parse(state), _rows);
    }

    public PageReading Read(string state, Answer answer)
    {
        var body = answer.Body!;
        var document = JsonBody.TryParse(body.Memory)!;
        answer.Body = null;
        List<JsonElement> rows = [.. document.RootElement.GetProperty("rows").EnumerateArray()];
        return new PageReading(new Page(document, body, rows), document.RootElement.GetProperty("next").GetString(), null);
    }

    private static byte? SeparatorOf(JsonElement given) => (given.Member("format").ScalarText(), given.Member("separator").ScalarText()) switch
    {
        ("jsonl", _) => null,
        (_, "semicolon") => (byte)';',
        (_, "tab") => (byte)'\t',
        _ => (byte)',',
    };
}
