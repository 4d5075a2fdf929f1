using System.Text.Json.Serialization.Metadata;

namespace Weir.Commands;

/// <summary>Finds what a person means by a name: the name without regard to case, or the id.</summary>
internal static class NamedResource
{
    /// <param name="client">The server.</param>
    /// <param name="path">The list: <c>/v1/flows</c>.</param>
    /// <param name="what">What it is called in a sentence: <c>flow</c>.</param>
    /// <param name="given">A name or an id.</param>
    /// <param name="type">How one is read.</param>
    /// <param name="naming">Id and name of one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<T> FindAsync<T>(
        ApiClient client,
        string path,
        string what,
        string given,
        JsonTypeInfo<T> type,
        Func<T, (string Id, string Name)> naming,
        CancellationToken cancellationToken)
    {
        List<string> names = [];
        await foreach (var item in client.ListAsync(path, type, cancellationToken))
        {
            var (id, name) = naming(item);
            if (id == given || name.Equals(given.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return item;
            }

            names.Add(name);
        }

        throw new CommandFailedException(names.Count switch
        {
            0 => $"There is no {what} '{given}'; there is none at all.",
            <= 10 => $"There is no {what} '{given}'; there are: {string.Join(", ", names)}.",
            _ => $"There is no {what} '{given}'; 'weir {what}s list' shows all {names.Count}.",
        });
    }
}
