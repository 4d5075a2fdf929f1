using System.Text.Json;
using Weir.IntegrationTests.Harness;
using Weir.Model;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>All cases.</summary>
internal static class WriteCases
{
    public static readonly WriteCase[] All = [.. DeskWriteCases.All, .. SetupWriteCases.All];
}

/// <summary>Looks whether a case is there.</summary>
internal sealed class WriteLook(GorgiasAccount account, WriteCase write)
{
    private OperationDefinition Operation => account.Definition.Operations[write.Operation];

    public WriteCase Case => write;

    /// <summary>A write without an answer is repeated, or found by a key that it has.</summary>
    public bool IsSettled => Operation.Repeat is RepeatRule.Always
        || (Operation.Find is { } find && JsonElement.Parse(write.Body!) is var body
            && find.By.Any(k => body.TryGetProperty(k.Field, out _)));

    /// <summary>What is not as it should be.</summary>
    /// <param name="when">For the message.</param>
    /// <param name="times">So many must be there where it is picked out of a list.</param>
    public async Task<List<string>> ProblemsAsync(string when, int times)
    {
        var problems = await ProblemsNowAsync(when, times);
        if (write.Later && problems.Count > 0)
        {
            await Wait.UntilAsync(
                async () => (problems = await ProblemsNowAsync(when, times)).Count == 0,
                TimeSpan.FromSeconds(30),
                TestContext.Current.CancellationToken);
        }

        return problems;
    }

    private async Task<List<string>> ProblemsNowAsync(string when, int times)
    {
        var found = await FoundAsync();
        List<string> wrong = [];
        if (write.Then is null)
        {
            if (found.Count > 0)
            {
                wrong.Add($"{write.Operation} ({when}): it is still there");
            }

            return wrong;
        }

        if (found.Count != times && (write.Pick is not null || found.Count == 0))
        {
            wrong.Add($"{write.Operation} ({when}): {found.Count} are there instead of {times}");
        }

        foreach (var record in found)
        {
            if (!WriteCase.IsIn(JsonElement.Parse(write.Then), record))
            {
                wrong.Add($"{write.Operation} ({when}): {write.Then} is not in {record.GetRawText()}");
            }

            if (write.Not is not null && WriteCase.IsIn(JsonElement.Parse(write.Not), record))
            {
                wrong.Add($"{write.Operation} ({when}): {write.Not} is in {record.GetRawText()}");
            }
        }

        return wrong;
    }

    private async Task<List<JsonElement>> FoundAsync()
    {
        if (write.Pick is null)
        {
            return await account.TryLookUpAsync(write.Look, write.LookParameters) is { } one ? [one] : [];
        }

        var part = JsonElement.Parse(write.Pick);
        return [.. (await account.ListAsync(write.Look, write.LookParameters)).Where(r => WriteCase.IsIn(part, r))];
    }
}
