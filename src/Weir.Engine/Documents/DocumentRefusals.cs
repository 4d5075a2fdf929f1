using Weir.Model;

namespace Weir.Engine.Documents;

/// <summary>Problems that others find in a document, noted beside its own.</summary>
internal static class DocumentRefusals
{
    /// <summary>Notes what the contract knows and this version does not do yet: it is refused by name, never ignored.</summary>
    public static void RefuseUnavailable(this DocumentReader reader, string field, string what) =>
        reader.Refuse(field, $"{what} is not available in this version.");

    /// <summary>
    /// What <paramref name="compile"/> gives; its refusal's problems are noted under their own fields, or all at
    /// <paramref name="at"/>, and the default comes back.
    /// </summary>
    public static T? Compile<T>(this DocumentReader reader, Func<T> compile, string? at = null)
    {
        try
        {
            return compile();
        }
        catch (RefusalException e) when (e.Problems.Count == 0)
        {
            reader.Refuse(at ?? "", e.Message, e.Code);
        }
        catch (RefusalException e)
        {
            foreach (var problem in e.Problems)
            {
                reader.Refuse(problem with { Field = reader.PathOf(at ?? problem.Field) });
            }
        }

        return default;
    }
}
