using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>What must hold where a lookup asks for several records in one request.</summary>
internal static class GroupRules
{
    public static void Check(DefinitionTexts texts, string at, GroupDefinition group, OperationDocument operation, string? resourceKey)
    {
        if (operation.Get is null || operation.Parameters.All(p => p.Name != group.Parameter || !p.List)
            || operation.Query.Values.All(v => v != $"{{{{{group.Parameter}}}}}"))
        {
            texts.Refuse($"{at}/parameter", $"'{group.Parameter}' is no parameter with list: true that stands alone in the query of a get");
        }

        if (group.Key is null && resourceKey is null)
        {
            texts.Refuse($"{at}/key", "where the value stands in a record is needed: the resource has no key");
        }

        texts.Path($"{at}/key", group.Key);
        if (group.Max is < 2 or > GroupDefinition.ValuesMax)
        {
            texts.Refuse($"{at}/max", $"a number from 2 to {GroupDefinition.ValuesMax} is expected here");
        }
    }
}
