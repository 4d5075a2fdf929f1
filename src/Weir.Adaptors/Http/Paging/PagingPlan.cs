using Weir.Expressions.Paths;
using Weir.Model;

namespace Weir.Adaptors.Http.Paging;

/// <summary>A list's paging, compiled, with the page size that is asked for.</summary>
internal sealed class PagingPlan
{
    private PagingPlan(Pager pager, string? sizeParameter, int? size, IReadOnlyList<string> bodyPath)
    {
        Pager = pager;
        SizeParameter = sizeParameter;
        Size = size;
        BodyPath = bodyPath;
    }

    public Pager Pager { get; }

    /// <summary>The query parameter that asks for <see cref="Size"/> records; null asks for no size.</summary>
    public string? SizeParameter { get; }

    public int? Size { get; }

    /// <summary>Where <see cref="BodyPaging"/> puts its value; empty for other types.</summary>
    public IReadOnlyList<string> BodyPath { get; }

    /// <param name="definition">Null is one page.</param>
    /// <param name="pageSize">What the export asks for; null asks for the most.</param>
    /// <param name="problems">Where what is wrong goes.</param>
    public static PagingPlan Compile(PagingDefinition? definition, int? pageSize, Problems problems)
    {
        var size = pageSize ?? definition?.Size;
        if (pageSize is not null && definition?.SizeParameter is null)
        {
            problems.Add("pageSize", "This list takes no page size: its paging has no size parameter.");
        }
        else if (pageSize < 1 || pageSize > (definition?.Size ?? PagingDocument.SizeMax))
        {
            problems.Add("pageSize", $"The page size must be from 1 to {definition?.Size ?? PagingDocument.SizeMax}.");
        }

        if (definition is null)
        {
            return new PagingPlan(new NoPaging(), null, null, []);
        }

        var bodyPath = definition.Type == PagingType.Body ? Names(definition.Path, problems) : [];
        return new PagingPlan(PagerOf(definition, size, problems), definition.SizeParameter, size, bodyPath);
    }

    private static Pager PagerOf(PagingDefinition paging, int? size, Problems problems)
    {
        var next = paging.Next is { } text ? problems.Parse("paging.next", text, JsonPath.Parse) : null;
        return (paging.Type, next, paging.Parameter) switch
        {
            (PagingType.Cursor, { } path, { } parameter) => new CursorPaging(path, parameter),
            (PagingType.Page, _, { } parameter) => new NumberPaging(parameter, paging.Start, size, countsRecords: false),
            (PagingType.Offset, _, { } parameter) => new NumberPaging(parameter, 0, size, countsRecords: true),
            (PagingType.NextUrl, { } path, _) => new NextUrlPaging(path),
            (PagingType.NextQuery, { } path, _) => new NextQueryPaging(path),
            (PagingType.LinkHeader, _, _) => new LinkHeaderPaging(),
            (PagingType.Body, { } path, _) => new BodyPaging(path),

            // What is missing was noted where the document was read.
            _ => new NoPaging(),
        };
    }

    /// <summary>The names of a path like <c>$.query.after</c>.</summary>
    private static string[] Names(string? path, Problems problems)
    {
        if (path is null)
        {
            return [];
        }

        if (problems.Parse("paging.path", path, JsonPath.Parse) is null)
        {
            return [];
        }

        var names = path.StartsWith("$.", StringComparison.Ordinal) ? path[2..].Split('.') : [];
        if (names.Length == 0 || path.AsSpan().ContainsAny("[]*") || names.Contains(""))
        {
            problems.Add("paging.path", "The path must name a field of the body, like $.after or $.query.after.");
        }

        return names;
    }
}
