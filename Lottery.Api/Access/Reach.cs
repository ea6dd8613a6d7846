namespace Lottery.Api.Access;

/// <summary>Whose rows an operation shows to a role, or lets it change. The wider ones first.</summary>
internal enum Reach
{
    /// <summary>Every banca's; with an active banca, that one's.</summary>
    All,

    /// <summary>The active banca's, and what is everybody's.</summary>
    Banca,

    /// <summary>Its own ventana's.</summary>
    Ventana,

    /// <summary>Its own alone.</summary>
    Own,

    /// <summary>Nobody's: turned away at the door.</summary>
    None,
}
