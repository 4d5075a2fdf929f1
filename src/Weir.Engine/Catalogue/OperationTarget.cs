using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Governor;
using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>What the connection and the operation of an export or import come to.</summary>
/// <param name="Application">The connection's application.</param>
/// <param name="Operation">Null where the document spells its request out.</param>
/// <param name="Adaptor">Who speaks to the application.</param>
internal sealed record OperationTarget(
    ApplicationDefinition Application, OperationDefinition? Operation, IAdaptor Adaptor);

/// <summary>Finds what a document's connection and operation name.</summary>
internal sealed class OperationTargets(ILiveConnections connections, AdaptorSet adaptors)
{
    /// <summary>The target of a document that is being saved; null when a problem was noted.</summary>
    /// <param name="reader">The document, with <c>connection</c>, <c>operation</c> and <c>request</c>.</param>
    /// <param name="connection">As it was read.</param>
    /// <param name="operation">As it was read.</param>
    /// <param name="kinds">What the operation may be.</param>
    public OperationTarget? Read(
        DocumentReader reader, ConnectionId connection, string? operation, params ReadOnlySpan<OperationKind> kinds)
    {
        if (reader.IsRefused("connection"))
        {
            return null;
        }

        if (ApplicationOf(connection) is not { } application)
        {
            reader.Refuse("connection", $"There is no connection {connection}.");
            return null;
        }

        if (reader.IsRefused("operation"))
        {
            return null;
        }

        var target = new OperationTarget(application, null, adaptors.For(application));
        if (operation is null)
        {
            if (application.Operations.Count == 0)
            {
                return target;
            }

            reader.Refuse("operation", $"'operation' is needed: {application.Name} has {Some(application, kinds)}.", ErrorCodes.Required);
            return null;
        }

        if (!application.Operations.TryGetValue(operation, out var found))
        {
            reader.Refuse("operation", application.Operations.Count == 0
                ? $"{application.Name} has no operations: leave it out and give a 'request'."
                : $"{application.Name} has no operation '{operation}'; it has {Some(application, kinds)}.");
            return null;
        }

        if (!kinds.Contains(found.Kind))
        {
            reader.Refuse("operation", kinds.Contains(OperationKind.Import)
                ? $"'{operation}' reads records; an import needs an operation that writes."
                : $"'{operation}' writes records; an export needs an operation that reads.");
            return null;
        }

        return target with { Operation = found };
    }

    /// <summary>The target of a stored document; null when its application or operation is not on this server any more.</summary>
    public OperationTarget? Find(ConnectionId connection, string? operation)
    {
        if (ApplicationOf(connection) is not { } application)
        {
            return null;
        }

        var target = new OperationTarget(application, null, adaptors.For(application));
        return operation is null ? target
            : application.Operations.TryGetValue(operation, out var found) ? target with { Operation = found }
            : null;
    }

    private ApplicationDefinition? ApplicationOf(ConnectionId connection)
    {
        try
        {
            return connections.Current(connection).Application;
        }
        catch (ConnectionGoneException)
        {
            return null;
        }
    }

    private static string Some(ApplicationDefinition application, ReadOnlySpan<OperationKind> kinds)
    {
        List<string> keys = [];
        foreach (var operation in application.Operations.Values)
        {
            if (kinds.Contains(operation.Kind))
            {
                keys.Add(operation.Key);
            }
        }

        return keys.Count == 0 ? "none for this" : string.Join(", ", keys.Order(StringComparer.Ordinal));
    }
}
