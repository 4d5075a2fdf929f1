using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Engine.Runs.Steps;

namespace Weir.Engine.Runs.Finding;

/// <summary>Keys or requests as turns and memory know them: those of an account, and short however long they are.</summary>
internal static class AccountKeys
{
    public static IReadOnlyList<string> Of(IAdaptor adaptor, ConnectionSnapshot connection, IEnumerable<string> texts)
    {
        var account = adaptor.BudgetOf(connection).Key;
        return [.. texts.Select(text => SendKey.Hash($"{account} {text}"))];
    }
}
