using Weir.Model;

namespace Weir.Engine.Documents;

/// <summary>Problems that others find in a document, noted beside its own.</summary>
internal static class DocumentRefusals
{
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
