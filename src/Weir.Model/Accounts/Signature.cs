namespace Weir.Model;

/// <summary>Who did something, named as it was named then.</summary>
/// <param name="Id">As <see cref="Actor.Id"/>.</param>
/// <param name="Name">As <see cref="Actor.Name"/>.</param>
public sealed record Signature(string Id, string Name)
{
    public static Signature Of(Actor actor) => new(actor.Id, actor.Name);
}
