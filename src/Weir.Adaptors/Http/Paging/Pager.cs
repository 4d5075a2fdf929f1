using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Expressions.Paths;

namespace Weir.Adaptors.Http.Paging;

/// <summary>How a list goes on. A closed set: one class a type. A state is a text; the first page's is empty.</summary>
internal abstract class Pager
{
    /// <summary>A state is stored with every checkpoint.</summary>
    public const int StateCharsMax = 16 * 1024;

    /// <summary>States hold what the other side gave, and may be refused later.</summary>
    public virtual bool HasCursors => true;

    /// <summary>What the page at <paramref name="state"/> asks for beside the request itself.</summary>
    public virtual PageAsk Ask(string state) => default;

    /// <summary>The state of the next page; null at the end.</summary>
    /// <param name="state">Of the page that was read.</param>
    /// <param name="answer">Its answer.</param>
    /// <param name="root">The answer's body.</param>
    /// <param name="records">How many records it held.</param>
    /// <exception cref="UnexpectedAnswerException">The application gave something that is no next page.</exception>
    public abstract string? Next(string state, Answer answer, JsonElement root, int records);

    /// <summary>What the path of the next page gives as a text; null when there is no next page.</summary>
    protected static string? NextText(JsonPath path, JsonElement root)
    {
        if (!path.TryGet(root, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.False => null,
            JsonValueKind.String when value.ValueEquals("") => null,
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => throw new UnexpectedAnswerException($"{path.Text} is no next page: it holds neither a text nor a number."),
        };
    }

    protected static string Bounded(string state) => state.Length <= StateCharsMax ? state
        : throw new UnexpectedAnswerException($"The next page's address or cursor is longer than {StateCharsMax} characters.");
}

/// <summary>What one page asks for: a query parameter, another address, or a value in the body.</summary>
/// <param name="Name">The query parameter; null asks for none.</param>
/// <param name="Value">Its value, not encoded.</param>
/// <param name="Address">Instead of the request's own address; null keeps that.</param>
/// <param name="Body">JSON that goes into the request's body; null leaves it.</param>
/// <param name="Query">Encoded parameters that go over those of the request; null leaves them.</param>
internal readonly record struct PageAsk(string? Name, string? Value, string? Address, string? Body, string? Query = null);

/// <summary>A good answer that is not what the application sends.</summary>
internal sealed class UnexpectedAnswerException(string message) : Exception(message);

/// <summary>One page.</summary>
internal sealed class NoPaging : Pager
{
    public override bool HasCursors => false;

    public override string? Next(string state, Answer answer, JsonElement root, int records) => null;
}

/// <summary>The answer holds a cursor that goes into a query parameter.</summary>
internal sealed class CursorPaging(JsonPath next, string parameter) : Pager
{
    public override PageAsk Ask(string state) => state.Length == 0 ? default : new PageAsk(parameter, state, null, null);

    public override string? Next(string state, Answer answer, JsonElement root, int records) =>
        NextText(next, root) is { } cursor ? Bounded(cursor) : null;
}

/// <summary>Pages are numbered, or begin at a record's number. Ends at an empty page or one shorter than the size.</summary>
internal sealed class NumberPaging(string parameter, long start, int? size, bool countsRecords) : Pager
{
    public override bool HasCursors => false;

    public override PageAsk Ask(string state) => new(parameter, state.Length == 0 ? start.ToString() : state, null, null);

    public override string? Next(string state, Answer answer, JsonElement root, int records)
    {
        if (records == 0 || records < size)
        {
            return null;
        }

        var at = long.TryParse(state, out var stored) ? stored : start;
        return (at + (countsRecords ? records : 1)).ToString();
    }
}

/// <summary>The answer's body holds the next page's address.</summary>
internal sealed class NextUrlPaging(JsonPath next) : Pager
{
    public override PageAsk Ask(string state) => state.Length == 0 ? default : new PageAsk(null, null, state, null);

    public override string? Next(string state, Answer answer, JsonElement root, int records) =>
        NextText(next, root) is { } address ? Bounded(Connections.SignIn.WithoutKey(answer, address)) : null;
}

/// <summary>
/// The answer holds the next page's query, alone or in an address. The request stays where it is, with its other parameters
/// and its body.
/// </summary>
internal sealed class NextQueryPaging(JsonPath next) : Pager
{
    public override PageAsk Ask(string state) => state.Length == 0 ? default : new PageAsk(null, null, null, null, state);

    public override string? Next(string state, Answer answer, JsonElement root, int records)
    {
        if (NextText(next, root) is not { } address)
        {
            return null;
        }

        var query = address[(address.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('#')[0];
        return query.Contains('=', StringComparison.Ordinal)
            ? Bounded(query)
            : throw new UnexpectedAnswerException($"{next.Text} is no next page: it holds no query.");
    }
}

/// <summary>A header holds the next page's address (RFC 8288).</summary>
internal sealed class LinkHeaderPaging : Pager
{
    public override PageAsk Ask(string state) => state.Length == 0 ? default : new PageAsk(null, null, state, null);

    public override string? Next(string state, Answer answer, JsonElement root, int records) =>
        Answers.LinkHeader.Next(answer.Link) is { } address
            ? Bounded(Connections.SignIn.WithoutKey(answer, address))
            : null;
}

/// <summary>The answer holds a value that goes into the next request's body. The state is that value as JSON.</summary>
internal sealed class BodyPaging(JsonPath next) : Pager
{
    public override PageAsk Ask(string state) => state.Length == 0 ? default : new PageAsk(null, null, null, state);

    public override string? Next(string state, Answer answer, JsonElement root, int records)
    {
        if (!next.TryGet(root, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.False
            || (value.ValueKind == JsonValueKind.String && value.ValueEquals("")))
        {
            return null;
        }

        return Bounded(value.GetRawText());
    }
}
