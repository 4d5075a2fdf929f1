using Weir.IntegrationTests.Api;

namespace Weir.IntegrationTests.Hostile;

/// <summary>
/// For each endpoint that takes a body: where one is sent, one that it accepts, and members in their own languages that it
/// does not accept. Placeholders in angle brackets are the test's resources.
/// </summary>
internal sealed record GoodBody(string Endpoint, string Address, string Body)
{
    /// <summary>A value of a member and the field that the refusal must name.</summary>
    public IReadOnlyList<(string Member, string Value, string Field)> Wrong { get; init; } = [];

    /// <summary>What is generated as wrong and may stand here.</summary>
    public IReadOnlyList<string> Free { get; init; } = [];

    public static IReadOnlyList<GoodBody> All(FlowKit kit, string integration, string error, string user, string alert)
    {
        string Fill(string text) => text
            .Replace("<flow>", FlowKit.IdOf(kit.Flow), StringComparison.Ordinal)
            .Replace("<export>", FlowKit.IdOf(kit.Export), StringComparison.Ordinal)
            .Replace("<import>", FlowKit.IdOf(kit.Import), StringComparison.Ordinal)
            .Replace("<gorgias>", FlowKit.IdOf(kit.Gorgias), StringComparison.Ordinal)
            .Replace("<sink>", FlowKit.IdOf(kit.SinkConnection), StringComparison.Ordinal)
            .Replace("<integration>", integration, StringComparison.Ordinal)
            .Replace("<error>", error, StringComparison.Ordinal)
            .Replace("<user>", user, StringComparison.Ordinal)
            .Replace("<alert>", alert, StringComparison.Ordinal);

        return
        [
            .. GoodConnections.All.Concat(GoodDocuments.All).Concat(GoodEvaluators.All).Concat(GoodConfigurations.All)
                .Concat(GoodAccounts.All).Select(good => new GoodBody(
                good.Endpoint, Fill(good.Address), Fill(good.Body))
            {
                Free = good.Free,
                Wrong = [.. good.Wrong.Select(w => (w.Member, Fill(w.Value), w.Field))],
            }),
        ];
    }
}
