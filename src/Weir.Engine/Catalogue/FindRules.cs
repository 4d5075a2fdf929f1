using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>What must hold where an import finds what it writes.</summary>
internal static class FindRules
{
    public static void Check(
        DefinitionTexts texts, string at, FindDefinition find, OperationDocument operation, OperationKind kind)
    {
        var adds = find.Update?.Add.Count > 0;
        if (kind is not OperationKind.Import || (adds ? operation.Put : operation.Post) is null || operation.Body is not null
            || operation.Batch is not null)
        {
            texts.Refuse(at, adds
                ? "'find' with lists to add to belongs to a put that sends the mapped record, one in a request"
                : "'find' belongs to a post that sends the mapped record, one in a request");
        }

        Path(texts, $"{at}/get", find.Get);
        foreach (var (name, value) in find.Query)
        {
            texts.Names($"{at}/query/{name}", value);
        }

        texts.Path($"{at}/records", find.Records);
        Keys(texts, $"{at}/by", find.By ?? []);
        Field(texts, $"{at}/id", find.Id ?? "");
        if (find.Created is { } created)
        {
            Field(texts, $"{at}/created", created);
        }

        foreach (var (i, field) in find.Same.Index())
        {
            Field(texts, $"{at}/same/{i}", field);
        }

        if (find.First)
        {
            First(texts, $"{at}/first", find);
        }

        if (find.Update is { } update)
        {
            Path(texts, $"{at}/update/put", update.Put);
            if (!adds && update.Put.Replace($"{{{{{find.Id}}}}}", "", StringComparison.Ordinal).Contains("{{", StringComparison.Ordinal))
            {
                texts.Refuse($"{at}/update/put", $"what was created a moment ago is known by its '{find.Id}' alone: name nothing else here");
            }

            foreach (var (name, _) in update.Add.Where(l => l.Value.By is not { Count: > 0 }))
            {
                texts.Refuse($"{at}/update/add/{name}", "what makes two items the same is missing here ('by')");
            }
        }
    }

    private static void First(DefinitionTexts texts, string at, FindDefinition find)
    {
        if (find.Update is not null)
        {
            texts.Refuse(at, "with 'update' it is looked for first anyway: leave one of the two out");
        }
        else if (find.By is { Count: > 0 } keys && keys.All(k => k.Unique))
        {
            texts.Refuse(at, "of these keys the application itself refuses a second one: nothing is left to look for first");
        }
    }

    private static void Keys(DefinitionTexts texts, string at, IReadOnlyList<FindKey> keys)
    {
        if (keys.Count is 0 or > FindDefinition.KeysMax)
        {
            texts.Refuse(at, $"1 to {FindDefinition.KeysMax} keys are expected here");
        }

        foreach (var (i, key) in keys.Index())
        {
            Field(texts, $"{at}/{i}/field", key.Field);
        }
    }

    private static void Field(DefinitionTexts texts, string at, string field)
    {
        if (DefinitionRules.NameProblem(field) is { } problem)
        {
            texts.Refuse(at, problem);
        }
    }

    private static void Path(DefinitionTexts texts, string at, string path)
    {
        if (OpenPath.Problem(path) is { } problem)
        {
            texts.Refuse(at, problem);
        }

        texts.Names(at, path, Place.Path);
    }
}
