using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>What each way of paging needs.</summary>
internal static class PagingRules
{
    public const int SizeMax = 10_000;

    public static void Check(DefinitionTexts texts, string at, PagingDefinition paging)
    {
        foreach (var (name, value) in Needed(paging))
        {
            texts.Need(at, name, value, "this type of paging");
        }

        texts.Path($"{at}/next", paging.Next);
        texts.Path($"{at}/path", paging.Path);
        if (paging.Size is < 1 or > SizeMax)
        {
            texts.Refuse($"{at}/size", $"a page has 1 to {SizeMax} records");
        }

        if (paging.Size is null != paging.SizeParameter is null && paging.Type is not (PagingType.Page or PagingType.Offset))
        {
            texts.Refuse(at, "'size' and 'sizeParameter' go together");
        }
    }

    private static (string Name, string? Value)[] Needed(PagingDefinition paging) => paging.Type switch
    {
        PagingType.Cursor => [("next", paging.Next), ("parameter", paging.Parameter)],
        PagingType.Page or PagingType.Offset => [("parameter", paging.Parameter), ("size", $"{paging.Size}")],
        PagingType.NextUrl or PagingType.NextQuery => [("next", paging.Next)],
        PagingType.Body => [("next", paging.Next), ("path", paging.Path)],
        _ => [],
    };
}
