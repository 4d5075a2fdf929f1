using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>What must hold in what a definition says of answers.</summary>
internal static class AnswerDefinitionRules
{
    private const int BatchMax = 1000;

    public static void Check(DefinitionTexts texts, string at, FailureDefinition rule)
    {
        texts.Filter($"{at}/when", rule.When);
        texts.Path($"{at}/at", rule.At);
        texts.Path($"{at}/message", rule.Message);
    }

    public static void Check(DefinitionTexts texts, string at, BatchDefinition batch)
    {
        if (batch.Max is < 2 or > BatchMax)
        {
            texts.Refuse($"{at}/max", $"a request takes 2 to {BatchMax} records");
        }

        texts.Path($"{at}/items", batch.Items);
        texts.Path($"{at}/results", batch.Results, singular: false);
        texts.Filter($"{at}/failed", batch.Failed);
        texts.Path($"{at}/message", batch.Message);
        texts.Path($"{at}/index", batch.Index);
        texts.Path($"{at}/key", batch.Key);
        texts.Path($"{at}/recordKey", batch.RecordKey);
        foreach (var problem in batch.Problems())
        {
            texts.Refuse($"{at}/{problem.Field}", problem.Message);
        }
    }
}
