using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Expressions.Mappings;
using Weir.Model;

namespace Weir.Engine.Alerts;

/// <summary>An import that a message goes through, compiled.</summary>
/// <param name="Adaptor">Speaks to its application.</param>
/// <param name="Call">Makes its request.</param>
/// <param name="Mapping">Null: the record goes as it is.</param>
/// <param name="Repeat">Whether a request whose outcome is unknown may be sent again.</param>
internal sealed record AlertWay(IAdaptor Adaptor, IRecordCall Call, Mapping? Mapping, RepeatRule Repeat);

/// <summary>Compiles imports for alerts.</summary>
internal sealed class AlertWays(ILiveConnections connections, AdaptorSet adaptors)
{
    private readonly OperationTargets _targets = new(connections, adaptors);

    /// <summary>A refusal that says why, where no alert can go through it.</summary>
    public AlertWay Of(Import import)
    {
        if (_targets.Find(import.Connection, import.Operation) is not { } target)
        {
            throw Unfit($"the connection or operation of '{import.Name}' is gone.");
        }

        var mapping = import.Mapping.ValueKind == System.Text.Json.JsonValueKind.Undefined
            ? null
            : Mapping.Parse(import.Mapping, import.Lookups);
        var destination = target.Adaptor.OpenDestination(
            new DestinationSpec(target.Application, target.Operation, import, mapping?.Columns));
        return destination switch
        {
            _ when import.BatchSize > 1 => throw Unfit($"'{import.Name}' sends several records at once."),
            IFindCall { Updates: true } => throw Unfit($"'{import.Name}' looks for a record before it writes. Choose one that only sends."),
            IRecordCall call => new AlertWay(target.Adaptor, call, mapping, import.Repeat ?? call.Repeat),
            _ => throw Unfit($"'{import.Name}' writes a file. Choose one that sends a request."),
        };
    }

    private static RefusalException Unfit(string why) =>
        RefusalException.Invalid("import", $"An alert cannot go through this import: {why}");
}
